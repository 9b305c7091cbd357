import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { presets } from '@tandem/data-model/contract';
import type { ForecastRunOptions } from '@tandem/worker';
import { type Bench, UsageError } from '../bench.ts';
import { autogluonSeconds } from './autogluon.ts';
import type { PresetFigures } from './run-preset.ts';
import { covariates, horizon, type PanelFiles, writePanel } from './write-panel.ts';

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
        const it = await runPreset(optionsOf(files, path.join(folder, `${preset}.csv`), preset, timeLimit));
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

const optionsOf = (
  files: PanelFiles,
  out: string,
  preset: Preset,
  timeLimit: number | undefined,
): ForecastRunOptions => ({
  ...files,
  out,
  frequency: 'D',
  horizon,
  quantiles: ['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90'],
  item: 'item_id',
  time: 'timestamp',
  target: 'target',
  known: [...covariates],
  preset,
  ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
});

function runPreset(options: ForecastRunOptions): Promise<PresetFigures> {
  const main = path.resolve(import.meta.dirname, 'run-preset.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`the preset ${options.preset} ended with ${code}`));
      resolve(JSON.parse(output.trim().split('\n').at(-1)!));
    });
  });
}

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
