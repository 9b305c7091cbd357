import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { InvalidInput, type KnownError, parseFrequency, parseQuantile } from '@tandem/data-model';
import { presets } from '@tandem/data-model/contract';
import type { ForecastRunOptions } from '@tandem/worker';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { describe } from '../flow/jobs.ts';
import { count } from '../terminal/numbers.ts';
import { openProgress } from '../terminal/progress.ts';
import { untilStopped } from '../until-stopped.ts';
import { wholeNumber } from './number-option.ts';

interface Given {
  readonly train: string;
  readonly future: string;
  readonly out: string;
  readonly frequency: string;
  readonly horizon: number;
  readonly seasonality?: number;
  readonly quantiles: string[];
  readonly item: string;
  readonly time: string;
  readonly target: string;
  readonly known: string[];
  readonly past: string[];
  readonly static?: string;
  readonly preset: (typeof presets)[number];
  readonly timeLimit?: number;
  readonly report?: string;
}

/** `tandem forecast run`: long CSV in, one row for each item and future timestamp out, without a server. */
export function addForecastRun(program: Command): void {
  program
    .command('forecast')
    .description('forecast CSV files without a server')
    .command('run')
    .description('train on one file and forecast the rows of another')
    .requiredOption('--train <csv>', 'history in long form, plain or .gz')
    .requiredOption('--future <csv>', 'items and timestamps to forecast, with known covariates, plain or .gz')
    .requiredOption('--out <csv>', 'where to write item_id, timestamp, mean and the quantiles')
    .requiredOption('--frequency <f>', 'min, H, D, W, M, Q or Y, with an optional count, as in 15min', frequency)
    .requiredOption('--horizon <n>', 'steps of the backtests', wholeNumber(1, 500))
    .option('--seasonality <n>', 'period of the scoring scale (default: by frequency)', wholeNumber(1))
    .option('--quantiles <list>', 'quantiles, comma-separated', quantiles, deciles)
    .option('--item <column>', 'column of the item', 'item_id')
    .option('--time <column>', 'column of the timestamp', 'timestamp')
    .option('--target <column>', 'column to forecast', 'target')
    .option('--known <list>', 'covariates known in the future, comma-separated', list, [])
    .option('--past <list>', 'covariates known in the past only, comma-separated', list, [])
    .option('--static <csv>', 'attributes of items, plain or .gz')
    .addOption(new Option('--preset <name>', 'how much to try').choices(presets).default('balanced'))
    .option('--time-limit <seconds>', 'stop trying further models after this long', wholeNumber(10))
    .option('--report <json>', 'where to write scores, weights and what was left out')
    .action(forecastRun);
}

async function forecastRun(given: Given): Promise<void> {
  for (const file of [given.out, given.report]) if (file) checkWritable(path.resolve(file));
  const { runForecast } = await import('@tandem/worker');
  const view = openProgress(process.stderr);
  try {
    const report = await untilStopped((signal) =>
      view.step('forecast', async (note) => {
        const onProgress = (progress: Parameters<typeof describe>[0]) => note(describe(progress));
        const it = await runForecast(optionsOf(given), { onProgress, signal });
        return [`${count(it.rowsWritten)} rows for ${count(it.items)} items in ${given.out}`, it] as const;
      }),
    );
    for (const it of report.notes) view.say(it);
    for (const { item, rows, reason, treatment } of report.setAside) {
      view.say(`${item} (${rows} rows): ${reason}; ${treatment}`);
    }
  } finally {
    view.close();
  }
}

function optionsOf({ static: statics, timeLimit, seasonality, report, ...given }: Given): ForecastRunOptions {
  return {
    ...given,
    train: path.resolve(given.train),
    future: path.resolve(given.future),
    out: path.resolve(given.out),
    ...(seasonality === undefined ? {} : { seasonality }),
    ...(statics === undefined ? {} : { statics: path.resolve(statics) }),
    ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
    ...(report === undefined ? {} : { report: path.resolve(report) }),
  };
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

const deciles = ['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90'];

function quantiles(text: string): string[] {
  const names = list(text);
  const wrong = names.filter((it) => Number.isNaN(parseQuantile(it)));
  if (names.length > 0 && wrong.length === 0) return names;
  throw new InvalidArgumentError(
    `Give quantiles such as p10 or p97.5${wrong.length > 0 ? `, not ${wrong.join()}` : ''}.`,
  );
}

function frequency(text: string): string {
  try {
    parseFrequency(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as KnownError).mend);
  }
}

/** An output that cannot be written is told before the training, not after it. */
function checkWritable(file: string): void {
  try {
    accessSync(path.dirname(file), constants.W_OK);
  } catch (cause) {
    throw new InvalidInput(
      `${file} cannot be written: ${(cause as Error).message}`,
      'Give a file in a folder that is there.',
      {
        cause,
      },
    );
  }
}
