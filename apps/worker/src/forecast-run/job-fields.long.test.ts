import { readFileSync } from 'node:fs';
import { formatDay, InvalidInput, parseDay } from '@tandem/data-model';
import { afterAll, describe, expect, it } from 'vitest';
import { csvFolder } from '../../test/csv-folder.ts';

const { file, run, remove } = csvFolder('job-fields', {});
afterAll(remove);

const first = parseDay('2025-01-01');
const days = (from: number, count: number) => Array.from({ length: count }, (_, d) => formatDay(first + from + d));
const level = (d: number) => 100 + 20 * Math.sin((2 * Math.PI * d) / 7) + ((d * 7919) % 11);

describe('a job says', () => {
  it('which columns tell series apart, and each is forecast by itself', async () => {
    const train = ['item,shop,y,at'];
    days(0, 70).forEach((day, d) => {
      train.push(`milk,north/1,${level(d)},${day}`, `milk,south,${10 * level(d)},${day}`);
    });
    const future = ['item,shop,at', ...days(70, 2).flatMap((day) => [`milk,south,${day}`, `milk,north/1,${day}`])];

    const explain = file('why.csv', []);

    const { header, rows, report } = await run(train, future, { grouping: ['shop'], explain });

    expect(header.slice(0, 4)).toEqual(['item_id', 'shop', 'timestamp', 'mean']);
    expect(rows.map((it) => it.slice(0, 3).join())).toEqual(future.slice(1));
    expect(Number(rows[0]![5]) / Number(rows[1]![5])).toBeGreaterThan(8);
    expect(report.items).toBe(2);
    const [ofParts, ...parts] = readFileSync(explain, 'utf8')
      .trimEnd()
      .split('\n')
      .map((it) => it.split(','));
    expect(ofParts).toEqual(['item_id', 'shop', 'timestamp', 'kind', 'part', 'value']);
    for (const row of rows) {
      const own = parts.filter((it) => it.slice(0, 3).join() === row.slice(0, 3).join());
      expect(own.reduce((sum, it) => sum + Number(it[5]), 0)).toBeCloseTo(Number(row[5]), 6);
    }
  });

  it('attributes of a series by item and group, or by item alone', async () => {
    const train = [
      'item,shop,y,at',
      ...days(0, 40).flatMap((day, d) => [`a,1,${level(d)},${day}`, `a,2,${level(d)},${day}`]),
    ];
    const statics = file('statics.csv', ['item,shop,size', 'a,1,30', 'a,2,50']);

    const { report } = await run(train, ['item,shop,at', `a,1,${days(40, 1)}`], { grouping: ['shop'], statics });

    expect(report.notes.join()).not.toContain('again');
    expect(report.items).toBe(2);
  });

  it('what becomes of rows finer than the frequency', async () => {
    const train = ['item,at,y', ...days(5, 140).map((day) => `a,${day},10`)];
    const future = ['item,at', `a,${days(145, 1)}`];

    const sums = await run(train, future, { frequency: 'W', horizon: 2 });
    const means = await run(train, future, {
      frequency: 'W',
      horizon: 2,
      transformations: { aggregation: { y: 'avg' } },
    });

    expect(Number(sums.rows[0]![4])).toBeCloseTo(70, 0);
    expect(Number(means.rows[0]![4])).toBeCloseTo(10, 1);
    expect(sums.notes).toMatch(
      /120 timestamps share a period of W .* e\.g\. a at 2025-01-06: the values of y .* added up/,
    );
  });

  it('what becomes of missing sales', async () => {
    const open = days(0, 140).filter((_, d) => d % 7 !== 6);
    const train = ['item,at,y', ...open.map((day) => `a,${day},100`)];
    const future = ['item,at', ...days(139, 7).map((day) => `a,${day}`)];

    const { rows, notes } = await run(train, future, {
      transformations: { filling: { y: { middlefill: 'zero' } } },
    });

    expect(Math.min(...rows.map((it) => Number(it[4])))).toBeLessThan(20);
    expect(notes).toContain('Missing values of y were filled: 19 by middlefill zero.');
  });

  const promoted = [
    'item,at,y,promo',
    ...days(0, 70).flatMap((day, d) => [`a,${day},${level(d)},${d % 3}`, `b,${day},${level(d)},0`]),
  ];
  const unknown = [
    'item,at,promo',
    `a,${days(70, 1)},1`,
    `a,${days(71, 1)},`,
    `b,${days(70, 1)},`,
    `b,${days(71, 1)},`,
  ];

  it('that a covariate is known, and is refused where it is not, with item, first date and how many more', async () => {
    const refused = run(promoted, unknown, { known: ['promo'] });

    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toThrow(
      /^a at 2025-03-13 has no value of promo, which is said to be known ahead\. 2 more rows to forecast have none either, of 2 items in all\.$/,
    );
  });

  it('how a missing future is filled', async () => {
    const filled = { known: ['promo'], transformations: { filling: { promo: { futurefill: 'zero' } } } } as const;

    const { notes, rows } = await run(promoted, unknown, filled);

    expect(notes).toContain('Missing values of promo were filled: 3 by futurefill zero.');
    expect(rows).toHaveLength(4);
  });

  it('whose holidays count: a day that sells threefold on each is forecast so', async () => {
    const holidays = ['2025-01-01', '2025-04-18', '2025-04-21', '2025-05-01', '2025-05-29', '2025-06-09'];
    const count = parseDay('2025-10-03') - first;
    const items = ['a', 'b'];
    const train = [
      'item,at,y',
      ...days(0, count).flatMap((day, d) =>
        items.map((it) => `${it},${day},${(holidays.includes(day) ? 3 : 1) * level(d)}`),
      ),
    ];
    const future = ['item,at', ...days(count, 2).map((day) => `a,${day}`)];

    const { rows } = await run(train, future, { holidayConfig: [{ countryCode: 'DE' }] });

    expect(Number(rows[0]![4])).toBeGreaterThan(1.5 * Number(rows[1]![4]));
  });

  it('nothing that the data cannot do, before any work', async () => {
    const lines = ['item,at,y', `a,${days(0, 1)},1`];

    await expect(run(lines, ['item,at', 'a,2025-02-01'], { grouping: [...'abcdef'] })).rejects.toThrow(InvalidInput);
    await expect(
      run(lines, ['item,at', 'a,2025-02-01'], { transformations: { filling: { z: { middlefill: 'zero' } } } }),
    ).rejects.toThrow(/transformations\.filling\.z must be one of y/);
  });
});
