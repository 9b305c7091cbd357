import { type Fault, InvalidInput } from '@tandem/data-model';
import type { Given } from './run-options.ts';

type Typed = Pick<Given, 'future' | 'job' | 'fill' | 'aggregate'> & Partial<Given>;

/** A refusal in the words of the command line: by the option that was typed, or the field of the job file. Others stay as they are. */
export function inWordsOfOptions(error: unknown, given: Typed): unknown {
  if (!(error instanceof InvalidInput) || error.faults.length === 0) return error;
  const lacking = error.faults.find(isLackingAhead);
  if (lacking) return new InvalidInput(error.message, mendOfLacking(columnOf(lacking), given), { cause: error });
  const sentences = error.faults.map((fault) => sentence(fault, given));
  return sentences.includes(undefined)
    ? error
    : new InvalidInput(sentences.join(' '), 'Change it, or leave it out.', { cause: error });
}

const filling = /^transformations\.filling\.(.+?)(?:\.(front|middle|back|future)fill(?:_value)?)?$/;
/** What is no word for a value was taken for a value itself. */
const isFillValue = /^transformations\.filling\..+fill_value$/;
const aggregation = /^transformations\.aggregation\.(.+)$/;

/** What the engine says where a known covariate has no value ahead and nothing fills it. */
const isLackingAhead = ({ at, got }: Fault) => got === 'nothing' && filling.exec(at)?.[2] === 'future';

const columnOf = ({ at }: Fault) => filling.exec(at)?.[1] ?? '';

function mendOfLacking(column: string, { future }: Typed): string {
  return `Give ${column} in every row of ${future}, fill it with --fill ${shellWord(`${column}:future=HOW`)} (HOW is zero, median, mean, min, max, or a value itself), or name it with --past instead of --known.`;
}

function sentence({ at, expected, got }: Fault, given: Typed): string | undefined {
  const [, filled, stretch] = filling.exec(at) ?? [];
  const [, aggregated] = aggregation.exec(at) ?? [];
  const column = filled ?? aggregated;
  if (column === undefined) {
    const option = optionOf(at, given);
    return option && `${option}: expected ${expected}, got ${got}.`;
  }
  const named =
    filled === undefined
      ? given.aggregate.findLast((it) => it.startsWith(`${column}=`))
      : given.fill.findLast((it) => it.startsWith(stretch ? `${column}:${stretch}=` : `${column}:`));
  const where =
    named === undefined
      ? `${at} of ${given.job ?? 'the job'}`
      : `--${filled === undefined ? 'aggregate' : 'fill'} ${shellWord(named)}`;
  const wanted =
    expected === 'a number' && isFillValue.test(at) ? 'zero, median, mean, min, max or a number' : expected;
  return got === column
    ? `${where}: ${column} is no column that --target, --known or --past names; those are ${expected.replace(/^one of /, '')}.`
    : `${where}: it must be ${wanted.replace(/^value,/, 'a value itself,')}, not ${got}.`;
}

/** Fields of a job by the option that stands before them; a fault lies in the option where it was given. */
const optionOfField: Readonly<Record<string, keyof Given>> = {
  forecastFrequency: 'frequency',
  forecastHorizon: 'horizon',
  forecastQuantiles: 'quantiles',
  'timeSeriesConfig.targetAttributeName': 'target',
  'timeSeriesConfig.timestampAttributeName': 'time',
  'timeSeriesConfig.itemIdentifierAttributeName': 'item',
  'timeSeriesConfig.groupingAttributeNames': 'group',
};

function optionOf(at: string, given: Typed): string | undefined {
  const field = Object.keys(optionOfField).find((it) => at === it || at.startsWith(`${it}.`));
  const option = field === undefined ? undefined : optionOfField[field];
  return option !== undefined && given[option] !== undefined ? `--${option}` : undefined;
}

const shellWord = (text: string) => (/^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
