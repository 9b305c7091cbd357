import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import initAugurs, { AutoETS } from '@bsull/augurs/ets';
import { generatedSeries } from './generated-series.ts';
import { ownSeconds } from './own-fits.ts';

/**
 * Automatic ETS of @bsull/augurs. It has no seasonal forms, so that is what it is compared on: yearly series, all
 * errors and trends.
 */
export async function againstAugurs(): Promise<Record<string, unknown>> {
  const wasm = fileURLToPath(import.meta.resolve('@bsull/augurs/ets').replace(/\.js$/, '_bg.wasm'));
  await initAugurs({ module_or_path: await readFile(wasm) });
  const series = generatedSeries({ monthly: 0, daily: 0, yearly: 200 });
  const fitAll = (some: typeof series) => {
    let fitted = 0;
    for (const { y } of some) {
      const model = new AutoETS(1, 'ZZN');
      try {
        model.fit(Float64Array.from(y));
        fitted++;
      } catch {
        // It finds no model for some series; how many it did fit is among the figures.
      }
      model.free();
    }
    return fitted;
  };
  fitAll(series.slice(0, 50));
  const before = process.cpuUsage();
  const fitted = fitAll(series);
  const { user, system } = process.cpuUsage(before);
  const theirs = (user + system) / 1e6;
  const ours = ownSeconds('ets', series);
  return {
    series: series.length,
    they_fitted: fitted,
    ets_ours_per_s: Math.round(series.length / ours),
    ets_theirs_per_s: Math.round(series.length / theirs),
    ets_ratio: Number((theirs / ours).toFixed(2)),
  };
}
