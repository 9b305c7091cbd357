import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatQuantile, periodOf } from '@tandem/data-model';
import type { TrainingReport } from '@tandem/data-model/contract';
import { newScore, seasonalScale } from '@tandem/ml-pipeline';
import { runForecast } from '@tandem/worker';
import { epochMs, type ForecastSet } from './forecast-set.ts';
import { type SetWindow, windowOf } from './set-window.ts';
import { splitLine } from './split-line.ts';

/** Scores of a set, averaged over its windows; seconds of all runs; peak memory of this process. */
export interface SetFigures {
  readonly SQL: number | null;
  readonly MASE: number | null;
  readonly WQL: number | null;
  readonly WAPE: number | null;
  readonly sMAPE: number | null;
  /** Share of actuals between p10 and p90. */
  readonly cover80: number | null;
  /** Mean of sMAPE and MASE relative to the set's Naive2 anchor, where it has one. */
  readonly OWA?: number;
  readonly windows: number;
  /** On the runs' own test windows: what the blend lost, what the family that validation would have chosen, and the best family in hindsight. */
  readonly ownTest: OwnTest | null;
  readonly seconds: number;
  readonly rss_mb: number;
}

export interface MeasureOptions {
  readonly windows: 'first' | 'all';
  readonly preset: 'fast' | 'balanced' | 'best';
  readonly timeLimit?: number;
}

/** SQL, means over the set's windows. */
export interface OwnTest {
  readonly blend: number;
  readonly chosen: number;
  readonly hindsight: number;
}

const scoreNames = ['SQL', 'MASE', 'WQL', 'WAPE', 'sMAPE', 'cover80'] as const;
type Scores = Record<(typeof scoreNames)[number], number | null>;

export async function measureSet(set: ForecastSet, options: MeasureOptions): Promise<SetFigures> {
  const count = options.windows === 'first' ? 1 : set.windows;
  const scores: Scores[] = [];
  const ownTests: OwnTest[] = [];
  let seconds = 0;
  for (let k = 0; k < count; k++) {
    const window = windowOf(set, k);
    const folder = await mkdtemp(join(tmpdir(), 'tandem-accuracy-'));
    try {
      const started = performance.now();
      const { out, report } = await forecastWindow(set, window, folder, options);
      ownTests.push(...ownTestOf(report));
      const used = (performance.now() - started) / 1000;
      seconds += used;
      const score = scoreWindow(set, window, await readFile(out, 'utf8'));
      scores.push(score);
      console.info(`${set.name} window ${k + 1} of ${count}: ${describe(score)} ${used.toFixed(1)} s`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const mean = Object.fromEntries(scoreNames.map((name) => [name, average(scores.map((it) => it[name]))])) as Scores;
  const naive = set.anchors?.Naive2;
  const owa = naive?.sMAPE && naive.MASE && mean.sMAPE !== null && mean.MASE !== null;
  return {
    ...mean,
    ...(owa ? { OWA: round((mean.sMAPE! / naive.sMAPE! + mean.MASE! / naive.MASE!) / 2) } : {}),
    windows: count,
    ownTest: meanOf(ownTests),
    seconds: Math.round(seconds * 10) / 10,
    rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

async function forecastWindow(
  set: ForecastSet,
  window: SetWindow,
  folder: string,
  options: MeasureOptions,
): Promise<{ out: string; report: TrainingReport }> {
  const [train, future, out] = ['train.csv', 'future.csv', 'forecast.csv'].map((it) => join(folder, it)) as [
    string,
    string,
    string,
  ];
  await writeLines(train, set.header, window.items, 'pastLines');
  await writeLines(future, futureColumns(set), window.items, 'futureLines', (line) => withoutUnknowns(set, line));
  const report = await runForecast({
    train,
    future,
    out,
    frequency: set.frequency,
    horizon: set.horizon,
    seasonality: set.seasonality,
    quantiles: set.quantiles.map(formatQuantile),
    item: 'item_id',
    time: 'timestamp',
    target: 'target',
    known: set.known,
    past: set.past,
    ...(set.staticsPath ? { statics: set.staticsPath } : {}),
    preset: options.preset,
    ...(options.timeLimit === undefined ? {} : { timeLimitSeconds: options.timeLimit }),
  });
  return { out, report };
}

/** Nothing where the run held no window back, or scored no quantiles. Families that forecast few items are not beside the others. */
function ownTestOf({ candidates, ensemble }: TrainingReport): OwnTest[] {
  const all = Math.max(...candidates.map(({ scoredItems = 0 }) => scoredItems));
  const whole = candidates.filter(({ scoredItems = 0 }) => 2 * scoredItems >= all);
  const scored = whole.flatMap(({ validation, test }) =>
    validation.SQL !== null && test.SQL !== null ? [{ validation: validation.SQL, test: test.SQL }] : [],
  );
  if (ensemble.test.SQL === null || scored.length === 0) return [];
  const chosen = scored.reduce((a, b) => (b.validation < a.validation ? b : a)).test;
  return [{ blend: ensemble.test.SQL, chosen, hindsight: Math.min(...scored.map(({ test }) => test)) }];
}

function meanOf(list: readonly OwnTest[]): OwnTest | null {
  if (list.length === 0) return null;
  const mean = (key: keyof OwnTest) => round(list.reduce((sum, it) => sum + it[key], 0) / list.length);
  return { blend: mean('blend'), chosen: mean('chosen'), hindsight: mean('hindsight') };
}

/** The future has items, timestamps and what is known ahead; neither target nor past covariates. */
const futureColumns = (set: ForecastSet) => ['item_id', 'timestamp', ...set.known];

function withoutUnknowns(set: ForecastSet, line: string): string {
  const fields = splitLine(line);
  return futureColumns(set)
    .map((name) => quoted(fields[set.header.indexOf(name)]!))
    .join(',');
}

const quoted = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function writeLines(
  path: string,
  header: readonly string[],
  items: SetWindow['items'],
  key: 'pastLines' | 'futureLines',
  change: (line: string) => string = (line) => line,
) {
  function* pieces() {
    yield `${header.map(quoted).join(',')}\n`;
    for (const item of items) for (const line of item[key]) yield `${change(line)}\n`;
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path));
}

function scoreWindow(set: ForecastSet, window: SetWindow, text: string): Scores {
  const [head = '', ...lines] = text.split('\n').filter((it) => it !== '');
  const header = splitLine(head);
  const quantileAt = set.quantiles.map((q) => header.indexOf(formatQuantile(q)));
  const meanAt = header.indexOf('mean');
  const forecasts = new Map<string, Map<number, readonly string[]>>();
  for (const line of lines) {
    const fields = splitLine(line);
    const ofItem = forecasts.get(fields[0]!) ?? new Map<number, readonly string[]>();
    ofItem.set(periodOf(set.axis, epochMs(fields[1]!)), fields);
    forecasts.set(fields[0]!, ofItem);
  }
  const score = newScore(set.quantiles);
  const quantiles = new Float64Array(set.quantiles.length);
  const [low, high] = [set.quantiles.indexOf(0.1), set.quantiles.indexOf(0.9)];
  let inside = 0;
  let all = 0;
  for (const item of window.items) {
    const scale = seasonalScale(item.past, set.seasonality);
    item.actual.forEach((actual, r) => {
      if (Number.isNaN(actual)) return;
      const fields = forecasts.get(item.id)?.get(item.futurePeriod[r]!);
      if (!fields) throw new Error(`${set.name}: no forecast for item ${item.id}, line "${item.futureLines[r]}"`);
      for (let q = 0; q < quantiles.length; q++) quantiles[q] = Number(fields[quantileAt[q]!]);
      score.add({ actual, mean: Number(fields[meanAt]), quantiles, scale });
      all++;
      if (actual >= quantiles[low]! && actual <= quantiles[high]!) inside++;
    });
  }
  const { SQL, MASE, WQL, WAPE, sMAPE } = score.metrics();
  const cover80 = low >= 0 && high >= 0 && all > 0 ? inside / all : null;
  return { SQL, MASE, WQL, WAPE, sMAPE, cover80 };
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;

function average(values: readonly (number | null)[]): number | null {
  const known = values.filter((it) => it !== null);
  return known.length > 0 ? round(known.reduce((sum, it) => sum + it, 0) / known.length) : null;
}

const describe = (scores: Scores) => scoreNames.map((name) => `${name} ${scores[name]?.toFixed(4) ?? '-'}`).join(' ');
