import { fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Bench, readingArguments, UsageError } from '../bench.ts';
import { withRows } from './accuracy-table.ts';
import { readSet } from './forecast-set.ts';
import { measureSet, type SetFigures } from './measure-set.ts';

const usage =
  'accuracy --sets DIR SET... [--windows first|all] [--preset fast|balanced|best] [--time-limit SECONDS] [--into FILE]';

/**
 * Forecasts published sets by the function behind `tandem forecast run`, and scores them by the protocol of the sets.
 */
export const accuracy: Bench = {
  name: 'accuracy',
  about:
    'Accuracy, seconds and peak memory of forecast runs on sets of series, each a NAME.csv.gz with NAME.json beside it.',
  usage,
  async run(args) {
    const { dir, sets, windows, preset, timeLimit, into } = readArguments(args);
    const figures: Record<string, SetFigures> = {};
    for (const name of sets) {
      figures[name] =
        sets.length === 1
          ? await measureSet(readSet(dir, name), { windows, preset, ...(timeLimit === undefined ? {} : { timeLimit }) })
          : await inProcessOfItsOwn(name, args, sets);
    }
    if (into) {
      const day = new Date().toISOString().slice(0, 10);
      const text = withRows(readFileSync(into, 'utf8'), figures, (name) => {
        const { anchors } = readSet(dir, name);
        return { anchors, preset, day };
      });
      writeFileSync(into, text);
    }
    return figures;
  },
};

type Preset = 'fast' | 'balanced' | 'best';

function readArguments(args: readonly string[]) {
  const { values, positionals } = readingArguments(() => parse(args));
  const dir = values.sets;
  if (!dir) throw new UsageError('A folder of sets is missing: none comes with the project.');
  let files: string[];
  try {
    files = readdirSync(dir);
  } catch {
    throw new UsageError(`The folder of sets ${dir} can't be read.`);
  }
  const known = files.filter((it) => it.endsWith('.json')).map((it) => it.slice(0, -5));
  if (positionals.length === 0)
    throw new UsageError(`Name at least one set. ${dir} has: ${known.join(', ') || 'none'}.`);
  const missing = positionals.filter((it) => !known.includes(it));
  if (missing.length > 0) throw new UsageError(`${dir} has no set ${missing.join(', ')}. It has: ${known.join(', ')}.`);
  const { windows, preset } = values;
  if (windows !== 'first' && windows !== 'all') throw new UsageError(`--windows is first or all, not ${windows}.`);
  if (!['fast', 'balanced', 'best'].includes(preset)) throw new UsageError(`There is no preset ${preset}.`);
  const timeLimit = values['time-limit'] === undefined ? undefined : Number(values['time-limit']);
  const { into } = values;
  if (into) withRows(readDocument(into), {}, () => ({ anchors: {}, preset, day: '' }));
  return { dir, sets: positionals, windows: windows as 'first' | 'all', preset: preset as Preset, timeLimit, into };
}

function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`The document ${file} can't be read.`);
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sets: { type: 'string' },
      windows: { type: 'string', default: 'all' },
      preset: { type: 'string', default: 'balanced' },
      'time-limit': { type: 'string' },
      into: { type: 'string' },
    },
  });

/** Peak memory is a process's own, so each of several sets gets one. */
function inProcessOfItsOwn(name: string, args: readonly string[], sets: readonly string[]): Promise<SetFigures> {
  const at = args.indexOf('--into');
  const others = at < 0 ? args : args.filter((_, k) => k !== at && k !== at + 1);
  const options = others.filter((it) => !sets.includes(it) && !it.startsWith('--into='));
  const child = fork(new URL('../main.ts', import.meta.url), ['accuracy', ...options, name], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let text = '';
  child.stdout!.on('data', (piece) => {
    text += piece;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = text.trim().split('\n');
      for (const line of lines.slice(0, -1)) console.info(line);
      if (code === 0) resolve(JSON.parse(lines.at(-1)!)[name]);
      else reject(new Error(`Measuring ${name} ended with code ${code}.`));
    });
  });
}
