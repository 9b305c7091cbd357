import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runPreset } from '../automl/in-own-process.ts';
import { type Bench, UsageError } from '../bench.ts';
import { edges as all, writeEdge } from './write-edges.ts';

const names = Object.keys(all) as (keyof typeof all)[];

/** Panels at the edge: a million series of three points, one series of a million points. */
export const edges: Bench = {
  name: 'edges',
  about: 'Seconds and peak memory of a million series of three days, and of one series of a million minutes.',
  usage: `edges [${names.join('|')}]`,
  async run(args) {
    const unknown = args.filter((it) => !names.some((name) => name === it));
    if (unknown.length > 0) throw new UsageError(`There is no edge ${unknown.join(', ')}.`);
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-edges-'));
    try {
      const figures: Record<string, unknown> = {};
      for (const name of args.length > 0 ? names.filter((it) => args.includes(it)) : names) {
        const files = { train: path.join(folder, `${name}.csv`), future: path.join(folder, `${name}-future.csv`) };
        await writeEdge(all[name], files);
        const run = await runPreset({
          ...all[name].ask,
          ...files,
          out: path.join(folder, `${name}-forecast.csv`),
          quantiles: ['p10', 'p50', 'p90'],
          item: 'item_id',
          time: 'timestamp',
          target: 'target',
          known: [],
        });
        const { seconds, cpu_s, rss_mb } = run;
        figures[name] = { s: Math.round(seconds), cpu_s: Math.round(cpu_s), rss_mb: Math.round(rss_mb) };
        console.info(`${name}: ${JSON.stringify(figures[name])}`);
      }
      return figures;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
