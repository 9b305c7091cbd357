import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { InvalidInput, type KnownError, parseFrequency, parseQuantile } from '@tandem/data-model';
import { type HolidayCountry, holidayCountries, presets } from '@tandem/data-model/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { describe } from '../flow/jobs.ts';
import { homeOf } from '../settings.ts';
import { counted } from '../terminal/numbers.ts';
import { openProgress } from '../terminal/progress.ts';
import { untilStopped } from '../until-stopped.ts';
import { range, wholeNumber } from './number-option.ts';
import { inWordsOfOptions } from './option-faults.ts';
import { type Given, optionsOf } from './run-options.ts';

/** `tandem forecast run`: long CSV in, one row for each item and future timestamp out, without a server. */
export function addForecastRun(program: Command): void {
  program
    .command('forecast')
    .description('forecast CSV files without a server')
    .command('run')
    .description('train on one file and forecast the rows of another')
    .requiredOption('--train <csv>', 'history in long form, plain or .gz')
    .requiredOption('--future <csv>', 'items and timestamps to forecast, with known covariates, plain or .gz')
    .requiredOption('--out <csv>', 'where to write item_id, grouping columns, timestamp, mean and the quantiles')
    .option('--frequency <f>', 'min, H, D, W, M, Q or Y, with an optional count, as in 15min', frequency)
    .option('--horizon <n>', `steps that each backtest looks ahead; ${range(1, 500)}`, wholeNumber(1, 500))
    .option('--job <json>', 'the training job, as the API takes it; an option given beside it wins')
    .option('--seasonality <n>', `period of the scoring scale; ${range(1)} (default: by frequency)`, wholeNumber(1))
    .option('--quantiles <list>', 'quantiles, comma-separated (default: p10,p20,...,p90)', quantiles)
    .option('--item <column>', 'column of the item (default: item_id)')
    .option('--group <list>', 'columns that with the item tell one series from another, five at most', list)
    .option('--time <column>', 'column of the timestamp (default: timestamp)')
    .option('--target <column>', 'column to forecast (default: target)')
    .addOption(several('--known <list>', 'covariates known in the future, comma-separated').argParser(list))
    .addOption(several('--past <list>', 'covariates known in the past only, comma-separated').argParser(list))
    .option('--static <csv>', 'attributes of items, plain or .gz')
    .addOption(
      several(
        '--categorical <list>',
        'covariates and attributes that are categories though they look like numbers',
      ).argParser(list),
    )
    .addOption(
      several(
        '--fill <column:stretch=how>',
        'missing values: middle, back or future become zero, median, mean, min, max or a value, e.g. price:future=median, load:middle=0; once for each',
      ).argParser(more),
    )
    .addOption(
      several('--aggregate <column=how>', 'rows of one period: sum, avg, first, min or max; once for each').argParser(
        more,
      ),
    )
    .addOption(new Option('--holidays <country>', 'learn from public holidays, e.g. KR').argParser(country))
    .addOption(new Option('--preset <name>', 'how much to try; balanced where nothing is said').choices(presets))
    .option('--time-limit <seconds>', `stop trying further models after this long; ${range(10)}`, wholeNumber(10))
    .option(
      '--plan <json>',
      'report of an earlier run: do again what that one completed, with its preset and seed, whatever the time',
    )
    .option(
      '--imported-model <onnx>',
      'a forecasting model trained elsewhere, as one more candidate; see docs/imported-models.md',
    )
    .option(
      '--context-length <n>',
      'values that it looks back on, where its file leaves that open',
      wholeNumber(1, 100_000),
    )
    .option('--report <json>', 'where to write scores, weights, what the model relies on and what was left out')
    .option(
      '--explain <csv>',
      'where to write the parts that each median is the sum of: item_id, grouping columns, timestamp, kind, part, value',
    )
    .action(forecastRun);
}

/** More items than this are named in the report alone. */
const mostNamed = 20;

async function forecastRun(given: Given): Promise<void> {
  for (const file of [given.out, given.report, given.explain]) if (file) checkWritable(path.resolve(file));
  const options = optionsOf(given, path.join(homeOf(process.env), 'runtimes'));
  const { runForecast } = await import('@tandem/worker');
  const view = openProgress(process.stderr);
  try {
    const report = await untilStopped((signal) =>
      view.step('forecast', async (note) => {
        const onProgress = (progress: Parameters<typeof describe>[0]) => note(describe(progress));
        const it = await runForecast(options, { onProgress, signal }).catch((error) => {
          throw inWordsOfOptions(error, given);
        });
        return [`${counted(it.rowsWritten, 'row')} for ${counted(it.items, 'item')} in ${given.out}`, it] as const;
      }),
    );
    for (const it of report.notes) view.say(it);
    for (const { item, rows, reason, treatment } of report.setAside.slice(0, mostNamed)) {
      view.say(`${item} (${counted(rows, 'row')}): ${reason}; ${treatment}`);
    }
    const more = report.setAside.length - mostNamed;
    if (more > 0)
      view.say(`${counted(more, 'more item was', 'more items were')} set aside; --report FILE.json names them all`);
  } finally {
    view.close();
  }
}

/** An option that may name several things, and names none unless it is given. */
const several = (flags: string, description: string) => new Option(flags, description).default([], 'none');

const more = (text: string, before: string[]) => [...before, text];

function country(text: string): HolidayCountry {
  const found = holidayCountries.find((it) => it === text.toUpperCase());
  if (found) return found;
  throw new InvalidArgumentError('Give the two letters of a country, such as KR or DE.');
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

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
