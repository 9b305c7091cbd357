import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { presets } from '@tandem/data-model/contract';
import { type Bench, UsageError } from '../bench.ts';
import { autogluonSeconds } from './autogluon.ts';
import { runPreset } from './in-own-process.ts';
import { panelRun } from './panel-run.ts';
import type { PresetFigures } from './run-preset.ts';
import { writePanel } from './write-panel.ts';

type Preset = (typeof presets)[number];

/** Seconds and memory of training and forecasting a generated panel by each preset, each in a process of its own. */
export const automl: Bench = {
  name: 'automl',
  about: 'Seconds and peak memory of each preset on generated stores with four covariates, from CSV to CSV.',
  usage: 'automl [--series N] [--days N] [--preset fast|balanced|best] [--time-limit SECONDS]',
  async run(args) {
    const { series, days, timeLimit, tried } = readArguments(args);
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-automl-'));
    try {
      const files = await writePanel(series, days, folder);
      const figures: [Preset, PresetFigures][] = [];
      for (const preset of tried) {
        const it = await runPreset(panelRun(files, path.join(folder, `${preset}.csv`), preset, timeLimit));
        console.info(`${preset}: ${JSON.stringify(it)}`);
        figures.push([preset, it]);
      }
      const peer = autogluonSeconds(files, folder);
      const each = (name: string, value: (it: PresetFigures) => number | null) =>
        Object.fromEntries(figures.map(([preset, it]) => [`${preset}_${name}`, rounded(value(it))]));
      return {
        series,
        days,
        ...(timeLimit === undefined ? {} : { time_limit_s: timeLimit }),
        ...each('s', (it) => it.seconds),
        ...each('cpu_s', (it) => it.cpu_s),
        ...each('test_sql', (it) => it.test_sql),
        rss_mb: Math.round(Math.max(...figures.map(([, it]) => it.rss_mb))),
        ...(peer === undefined ? {} : { autogluon_s: rounded(peer) }),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)));

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        series: { type: 'string', default: '1115' },
        days: { type: 'string', default: '942' },
        preset: { type: 'string' },
        'time-limit': { type: 'string' },
      },
    });
    const whole = (text: string) => {
      if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`${text} is not a whole number above 0.`);
      return Number(text);
    };
    const preset = presets.find((it) => it === values.preset);
    if (values.preset !== undefined && !preset) throw new UsageError(`${values.preset} is not a preset.`);
    const limit = values['time-limit'];
    return {
      series: whole(values.series),
      days: whole(values.days),
      timeLimit: limit === undefined ? undefined : whole(limit),
      tried: preset ? [preset] : presets,
    };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}
