import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runForecast } from '../src/entry.ts';
import type { ForecastRunOptions } from '../src/forecast-run/forecast-run.ts';

/** A folder of its own, in which CSV files are written and forecast; `remove` it at the end. */
export function csvFolder(name: string, defaults: Partial<ForecastRunOptions>) {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const file = (called: string, lines: readonly string[]) => {
    const at = path.join(folder, called);
    writeFileSync(at, `${lines.join('\n')}\n`);
    return at;
  };
  return {
    file,
    /** Forecasts `future` by `train`, each the lines of a file with its header; the rows of the forecast as fields. */
    async run(train: readonly string[], future: readonly string[], over: Partial<ForecastRunOptions> = {}) {
      const out = path.join(folder, 'out.csv');
      const report = await runForecast({
        train: file('train.csv', train),
        future: file('future.csv', future),
        out,
        frequency: 'D',
        horizon: 7,
        quantiles: ['p10', 'p50', 'p90'],
        item: 'item',
        time: 'at',
        target: 'y',
        preset: 'fast',
        ...defaults,
        ...over,
      });
      const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
      const [header, ...rows] = lines.map((it) => it.split(','));
      return { report, notes: report.notes.join('\n'), header: header!, rows };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
