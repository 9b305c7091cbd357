import { statSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput, parseQuantile } from '@tandem/data-model';
import type { ForecastRunOptions } from './forecast-run.ts';

/** Throws InvalidInput for options that contradict each other, or would write over what is read; before any work. */
export function checkOptions(options: ForecastRunOptions): void {
  checkColumns(options);
  checkQuantiles(options.quantiles);
  checkOutputs(options);
}

function checkColumns({ item, grouping = [], time, target, known = [], past = [] }: ForecastRunOptions): void {
  const uses = new Map<string, string>();
  const columns = [
    [item, 'the item'],
    ...grouping.map((it) => [it, 'a grouping column']),
    [time, 'the timestamp'],
    [target, 'the target'],
    ...known.map((it) => [it, 'a known covariate']),
    ...past.map((it) => [it, 'a past covariate']),
  ] as [string, string][];
  for (const [column, use] of columns) {
    const other = uses.get(column);
    if (other !== undefined) {
      throw new InvalidInput(
        `The column ${column} is named twice: as ${other} and as ${use}.`,
        'Name each column once, with --item, --group, --time, --target, --known or --past.',
      );
    }
    uses.set(column, use);
  }
}

function checkQuantiles(names: readonly string[]): void {
  const seen = new Map<number, string>();
  for (const name of names) {
    const other = seen.get(parseQuantile(name));
    if (other !== undefined) {
      throw new InvalidInput(`The quantile ${other} is asked for again as ${name}.`, 'Name each quantile once.');
    }
    seen.set(parseQuantile(name), name);
  }
}

function checkOutputs({ train, future, statics, importedModel, out, report, explain }: ForecastRunOptions): void {
  const others = new Map([
    ['the history', train],
    ['the rows to forecast', future],
    ...(statics === undefined ? [] : [['the attributes of items', statics] as const]),
    ...(importedModel === undefined ? [] : [['the imported model', importedModel.file] as const]),
  ]);
  for (const [what, file] of [
    ['the forecasts', out],
    ['the report', report],
    ['the explanations', explain],
  ] as const) {
    if (file === undefined) continue;
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InvalidInput(`${file} is a folder.`, `Give a file that may be written, for ${what}.`);
    }
    for (const [other, taken] of others) {
      if (!isSameFile(file, taken)) continue;
      throw new InvalidInput(`${file} cannot take ${what}: it is the file of ${other}.`, 'Give another file.');
    }
    others.set(what, file);
  }
}

/** Also where two paths lead to one file, by links or in a file system that takes `A` for `a`. */
function isSameFile(a: string, b: string): boolean {
  if (path.resolve(a) === path.resolve(b)) return true;
  const [one, two] = [a, b].map((it) => statSync(it, { throwIfNoEntry: false }));
  return one !== undefined && one.ino === two?.ino && one.dev === two.dev;
}
