import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Cancelled } from '@tandem/data-model';
import { presets } from '@tandem/data-model/contract';
import { type ForecastRunOptions, runForecast } from '@tandem/worker';
import { panelRun } from '../automl/panel-run.ts';
import { writePanel } from '../automl/write-panel.ts';
import { type Bench, readingArguments, UsageError } from '../bench.ts';

/** Milliseconds from a cancel to the end of a run, at several moments of it. */
export const cancel: Bench = {
  name: 'cancel',
  about: 'Milliseconds from a cancel to the end of a forecast run, at several seconds after its start.',
  usage: 'cancel [--series N] [--days N] [--preset fast|balanced|best] [--at SECONDS,...]',
  async run(args) {
    const { series, days, preset, at } = readArguments(args);
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-cancel-'));
    try {
      const options = panelRun(await writePanel(series, days, folder), path.join(folder, 'out.csv'), preset);
      const moments = [];
      for (const seconds of at) {
        const it = { seconds, ...(await cancelledAfter(options, seconds)) };
        console.info(JSON.stringify(it));
        moments.push(it);
      }
      return { series, days, preset, worst_ms: Math.max(...moments.map((it) => it.ms)), moments };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What the run was doing when it was cancelled, and how long it went on. */
async function cancelledAfter(options: ForecastRunOptions, seconds: number): Promise<{ during: string; ms: number }> {
  const stop = new AbortController();
  let during = 'start';
  let since = Number.NaN;
  const timer = setTimeout(() => {
    since = performance.now();
    stop.abort();
  }, seconds * 1000);
  try {
    await runForecast(options, {
      signal: stop.signal,
      onProgress: ({ step, detail }) => {
        if (Number.isNaN(since)) during = `${step}: ${detail}`;
      },
    });
    throw new UsageError(`The run ended within ${seconds} s: there was nothing to cancel.`);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    return { during, ms: Math.round(performance.now() - since) };
  } finally {
    clearTimeout(timer);
  }
}

function readArguments(args: readonly string[]) {
  const { values } = readingArguments(() =>
    parseArgs({
      args: [...args],
      options: {
        series: { type: 'string', default: '1115' },
        days: { type: 'string', default: '942' },
        preset: { type: 'string', default: 'balanced' },
        at: { type: 'string', default: '1,4,15,45,90,150' },
      },
    }),
  );
  const preset = presets.find((it) => it === values.preset);
  if (!preset) throw new UsageError(`${values.preset} is not a preset.`);
  return {
    series: positive(values.series),
    days: positive(values.days),
    preset,
    at: values.at.split(',').map(positive),
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${text} is not a number above 0.`);
  return value;
}
