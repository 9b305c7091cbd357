import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatDay, InvalidInput, NothingToForecast, parseDay } from '@tandem/data-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runForecast } from '../entry.ts';
import type { ForecastRunOptions } from './forecast-run.ts';

const first = parseDay('2025-01-01');
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'forecast-run-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const write = (name: string, lines: readonly string[]) => {
  const file = path.join(dir, name);
  const text = `${lines.join('\n')}\n`;
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
};

/** Daily sales of two shops with a weekly season, and of one that is three days old. */
function history(): string[] {
  const rows = ['item_id,timestamp,target,promo'];
  for (let d = 0; d < 140; d++) {
    const promo = d % 5 === 0 ? 1 : 0;
    for (const [item, level] of [
      ['north', 100],
      ['south', 10],
    ] as const) {
      const value = level * (1 + 0.3 * Math.sin((2 * Math.PI * d) / 7) + 0.2 * promo + 0.02 * ((d * 7919) % 11));
      rows.push(`${item},${formatDay(first + d)},${value.toFixed(2)},${promo}`);
    }
    if (d >= 137) rows.push(`young,${formatDay(first + d)},50,${promo}`);
  }
  return rows;
}

const future = (items: readonly string[], days: number) => [
  'item_id,timestamp,promo',
  ...items.flatMap((item) => Array.from({ length: days }, (_, h) => `${item},${formatDay(first + 140 + h)},0`)),
];

const options = (train: string, ahead: string, out: string): ForecastRunOptions => ({
  train,
  future: ahead,
  out: path.join(dir, out),
  frequency: 'D',
  horizon: 7,
  seasonality: 7,
  quantiles: ['p10', 'p50', 'p90'],
  item: 'item_id',
  time: 'timestamp',
  target: 'target',
  known: ['promo'],
  preset: 'fast',
});

const parse = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((it) => it.split(','));

describe('runForecast', () => {
  it('writes a row for each future row, in file order, with ascending quantiles', async () => {
    const train = write('train.csv.gz', history());
    const ahead = write('future.csv', future(['south', 'north'], 7));
    const asked = options(train, ahead, 'out.csv');

    const report = await runForecast(asked);
    const [header, ...rows] = parse(asked.out);

    expect(header).toEqual(['item_id', 'timestamp', 'mean', 'p10', 'p50', 'p90']);
    expect(rows.map((it) => `${it[0]},${it[1]}`)).toEqual(
      future(['south', 'north'], 7)
        .slice(1)
        .map((it) => it.slice(0, it.lastIndexOf(','))),
    );
    for (const [, , mean, low, median, high] of rows) {
      expect(Number(low)).toBeLessThanOrEqual(Number(median));
      expect(Number(median)).toBeLessThanOrEqual(Number(high));
      expect(Number.isFinite(Number(mean))).toBe(true);
    }
    expect(Number(rows[7]![4])).toBeGreaterThan(50);
    expect(Number(rows[0]![4])).toBeLessThan(20);
    expect(report.rowsWritten).toBe(14);
  });

  it('writes the parts of each median, which sum to it, and what the model relies on', async () => {
    const train = write('train-why.csv', history());
    const rows = future(['north', 'young'], 7).map((it, k) => (k % 7 === 2 ? it.replace(/0$/, '1') : it));
    const asked = {
      ...options(train, write('future-why.csv', rows), 'out-why.csv'),
      explain: path.join(dir, 'why.csv'),
      report: path.join(dir, 'why.json'),
    };

    await runForecast(asked);
    const [header, ...lines] = parse(asked.explain);

    expect(header).toEqual(['item_id', 'timestamp', 'kind', 'part', 'value']);
    expect(new Set(lines.map((it) => `${it[2]} ${it[3]}`))).toEqual(
      new Set(['level level', 'season season', 'known promo']),
    );
    for (const [item, timestamp, , , median] of parse(asked.out).slice(1)) {
      const parts = lines.filter((it) => it[0] === item && it[1] === timestamp);
      expect(parts.reduce((sum, it) => sum + Number(it[4]), 0)).toBeCloseTo(Number(median), 6);
    }
    expect(JSON.parse(readFileSync(asked.report, 'utf8')).importance.inputs).toMatchObject([
      { name: 'promo', kind: 'known' },
    ]);
  });

  it('forecasts items with little or no history and names them', async () => {
    const train = write('train2.csv', history());
    const ahead = write('future2.csv', future(['young', 'unheard-of'], 7));
    const asked = options(train, ahead, 'out2.csv');

    const report = await runForecast(asked);

    expect(parse(asked.out)).toHaveLength(15);
    expect(report.setAside.map((it) => it.item)).toEqual(expect.arrayContaining(['young', 'unheard-of']));
    expect(report.setAside.every((it) => it.reason.length > 0)).toBe(true);
  });

  it('forecasts a gap: the future may begin long after the last row', async () => {
    const train = write('train3.csv', history());
    const ahead = write('future3.csv', ['item_id,timestamp,promo', `north,${formatDay(first + 200)},0`]);
    const asked = options(train, ahead, 'out3.csv');

    await runForecast(asked);

    expect(parse(asked.out)[1]!.slice(0, 2)).toEqual(['north', formatDay(first + 200)]);
  });

  it('does not look at rows from the first timestamp to forecast on', async () => {
    const spoiled = history().map((it) =>
      it.startsWith(`north,${formatDay(first + 139)}`) ? it.replace(/,[\d.]+,/, ',999999,') : it,
    );
    const ahead = ['item_id,timestamp,promo', `north,${formatDay(first + 139)},0`];
    const clean = options(write('a.csv', history()), write('fa.csv', ahead), 'oa.csv');
    const dirty = options(write('b.csv', spoiled), write('fb.csv', ahead), 'ob.csv');

    await runForecast(clean);
    const report = await runForecast(dirty);

    expect(readFileSync(dirty.out, 'utf8')).toBe(readFileSync(clean.out, 'utf8'));
    expect(report.notes.join(' ')).toContain('1 history row stands at or after');
  });

  it('uses the mean of rows that share item and timestamp, and says so', async () => {
    const twice = [...history(), `north,${formatDay(first + 5)},100,0`];
    const asked = options(write('twice.csv', twice), write('f4.csv', future(['north'], 2)), 'o4.csv');

    const report = await runForecast(asked);

    expect(report.notes.join(' ')).toContain(`e.g. north at ${formatDay(first + 5)}`);
  });

  it.each([
    [
      'a column that is not there',
      ['item_id,when,target,promo', 'a,2025-01-01,1,0'],
      /no column timestamp; it has item_id, when/,
    ],
    [
      'a timestamp that is none',
      ['item_id,timestamp,target,promo', 'a,2025-13-01,1,0'],
      /line 2: "2025-13-01" in column timestamp/,
    ],
    [
      'a target that is no number',
      ['item_id,timestamp,target,promo', 'a,2025-01-01,x,0'],
      /line 2: "x" in column target/,
    ],
    ['a file that is not there', undefined, /cannot be read as CSV/],
  ])('refuses %s, and leaves the output alone', async (_, lines, message) => {
    const train = lines ? write('bad.csv', lines) : path.join(dir, 'nowhere.csv');
    const asked = options(train, write('f5.csv', future(['a'], 1)), 'o5.csv');
    writeFileSync(asked.out, 'before');

    const outcome = runForecast(asked);

    await expect(outcome).rejects.toThrow(InvalidInput);
    await expect(outcome).rejects.toThrow(message);
    expect(readFileSync(asked.out, 'utf8')).toBe('before');
  });

  it('forecasts timestamps that lie before all history, without a look at what came after them', async () => {
    const ahead = ['item_id,timestamp,promo', `north,${formatDay(first - 30)},0`, `south,${formatDay(first + 140)},0`];
    const asked = options(write('train7.csv', history()), write('f7.csv', ahead), 'o7.csv');

    const report = await runForecast(asked);

    expect(parse(asked.out)[1]!.slice(0, 2)).toEqual(['north', formatDay(first - 30)]);
    expect(report.setAside).toContainEqual(expect.objectContaining({ item: 'north', rows: 0 }));
  });

  it('says what to do where the output cannot be written, and leaves nothing behind', async () => {
    const asked = options(write('train8.csv', history()), write('f8.csv', future(['north'], 1)), 'o8.csv');
    mkdirSync(asked.out);

    await expect(runForecast(asked)).rejects.toMatchObject({ code: 'INVALID_INPUT', mend: /may be written/ });
    expect(readdirSync(dir).filter((it) => it.endsWith('.partial'))).toEqual([]);
  });

  it('refuses a future file without rows', async () => {
    const asked = options(write('train9.csv', history()), write('f9.csv', future([], 0)), 'o9.csv');

    await expect(runForecast(asked)).rejects.toThrow(/f9\.csv has a header and no row/);
  });

  it.each<[string, (files: { train: string; future: string }) => Partial<ForecastRunOptions>, RegExp]>([
    ['forecasts over the history', ({ train }) => ({ out: train }), /cannot take the forecasts: .* of the history/],
    [
      'a report over the rows to forecast, also through a link',
      (files) => {
        symlinkSync(files.future, path.join(dir, 'link.csv'));
        return { report: path.join(dir, 'link.csv') };
      },
      /cannot take the report: .* of the rows to forecast/,
    ],
    [
      'a report over the forecasts',
      () => ({ report: `${dir}/./oa.csv` }),
      /cannot take the report: .* of the forecasts/,
    ],
    ['a report into a folder', () => ({ report: dir }), /is a folder/],
    ['a quantile twice', () => ({ quantiles: ['p10', 'p50', 'p50.0'] }), /p50 is asked for again as p50\.0/],
    ['a covariate twice', () => ({ known: ['promo', 'promo'] }), /promo is named twice/],
    [
      'a covariate that is the target',
      () => ({ known: [], past: ['target'] }),
      /as the target and as a past covariate/,
    ],
  ])('refuses %s before any work', async (_, change, message) => {
    const files = { train: write('t.csv', history()), future: write('f.csv', future(['north'], 1)) };
    const onProgress = () => expect.unreachable();

    const outcome = runForecast({ ...options(files.train, files.future, 'oa.csv'), ...change(files) }, { onProgress });

    await expect(outcome).rejects.toThrow(InvalidInput);
    await expect(outcome).rejects.toThrow(message);
    expect(readFileSync(files.train, 'utf8')).toBe(`${history().join('\n')}\n`);
  });

  it('has nothing to forecast from where no row has a target', async () => {
    const train = write('empty.csv', ['item_id,timestamp,target,promo', 'a,2025-01-01,,0']);

    await expect(runForecast(options(train, write('f6.csv', future(['a'], 1)), 'o6.csv'))).rejects.toThrow(
      NothingToForecast,
    );
  });
});
