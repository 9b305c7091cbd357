import { openDuckDb } from '@tandem/adapters-local';
import { InvalidInput, NothingToForecast, parseDay, parseFrequency } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildFrame } from './build-frame.ts';
import type { FrameSource } from './frame-source.ts';

const nan = Number.NaN;
let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openDuckDb({ file: ':memory:', objectsRoot: '/nowhere' });
});
afterEach(() => warehouse.close());

/** A relation of rows typed as the first one is. */
const relation = (columns: string, ...rows: string[]) => `(select * from (values ${rows.join(', ')}) t(${columns}))`;
const at = (item: string, day: string, rest: string) => `('${item}', timestamp '${day}', ${rest})`;

const source = (over: Partial<FrameSource> = {}): FrameSource => ({
  frequency: parseFrequency('D'),
  history: relation(
    'item, ts, target, x_promo, x_kind',
    at('b', '2026-01-02', "5.0, 1, 'mon'"),
    at('a', '2026-01-03', "12.0, 0, 'sun'"),
    at('a', '2026-01-01', "10.0, 1, 'mon'"),
  ),
  known: [
    { name: 'promo', column: 'x_promo', kind: 'numeric' },
    { name: 'kind', column: 'x_kind', kind: 'category' },
  ],
  targetName: 'target',
  past: [],
  transformations: { filling: {}, aggregation: {} },
  end: 'own',
  ...over,
});

describe('buildFrame', () => {
  it('puts every row at its period and leaves gaps as missing', async () => {
    const { frame, notes } = await buildFrame(warehouse, source());

    expect(frame.items).toEqual(['a', 'b']);
    expect([...frame.start]).toEqual([parseDay('2026-01-01'), parseDay('2026-01-02')]);
    expect([...frame.offset]).toEqual([0, 3, 4]);
    expect([...frame.history]).toEqual([3, 1]);
    expect([...frame.target]).toEqual([10, nan, 12, 5]);
    expect([...frame.known[0]!.values]).toEqual([1, nan, 0, 1]);
    expect(notes).toEqual([]);
  });

  it('codes a category by its levels in text order, the same for every item', async () => {
    const { frame } = await buildFrame(warehouse, source());

    expect(frame.known[1]).toMatchObject({ name: 'kind', levels: ['mon', 'sun'] });
    expect([...frame.known[1]!.values]).toEqual([0, nan, 1, 0]);
  });

  it('ends all items together where the end is common', async () => {
    const { frame } = await buildFrame(warehouse, source({ end: 'common' }));

    expect([...frame.history]).toEqual([3, 2]);
    expect([...frame.target]).toEqual([10, nan, 12, 5, nan]);
  });

  it('adds the future rows with their covariates and asks for just those periods', async () => {
    const future = relation(
      'item, ts, x_promo, x_kind',
      at('a', '2026-01-06', "1, 'new'"),
      at('c', '2026-01-05', "0, 'mon'"),
    );

    const { frame, request } = await buildFrame(warehouse, source({ future }));

    expect(frame.items).toEqual(['a', 'b', 'c']);
    expect([...request.item]).toEqual([0, 2]);
    expect([...request.period]).toEqual([parseDay('2026-01-06'), parseDay('2026-01-05')]);
    expect(frame.known[1]!.levels).toEqual(['mon', 'new', 'sun']);
    expect([...frame.known[0]!.values.subarray(0, 6)]).toEqual([1, nan, 0, nan, nan, 1]);
    expect([...frame.history]).toEqual([3, 1, 0]);
  });

  it('takes the attributes of items once each, also where several are categories', async () => {
    const statics = {
      relation: relation('item, x_city, x_size', `('b', 'Ulm', 3)`, `('a', 'Bonn', null)`, `('z', 'Ulm', 1)`),
      columns: [
        { name: 'city', column: 'x_city', kind: 'category' },
        { name: 'size', column: 'x_size', kind: 'numeric' },
      ],
    } as const;

    const { frame } = await buildFrame(warehouse, source({ statics }));

    expect(frame.statics[0]).toMatchObject({ name: 'city', levels: ['Bonn', 'Ulm'] });
    expect([...frame.statics[0]!.values]).toEqual([0, 1]);
    expect([...frame.statics[1]!.values]).toEqual([nan, 3]);
  });

  const parts = relation(
    'item, ts, target, x_promo, x_kind',
    at('a', '2026-01-20', "20.0, 0, 'late'"),
    at('a', '2026-01-01', "12.0, 1, 'mon'"),
    at('a', '2026-01-01', "8.0, 1, 'mon'"),
    at('a', '2026-02-01', "7.0, 1, 'mon'"),
  );
  const monthly = (aggregation: FrameSource['transformations']['aggregation'] = {}) =>
    source({ frequency: parseFrequency('M'), history: parts, transformations: { filling: {}, aggregation } });

  it('takes the mean of rows with one timestamp and the sum of those with one period, and says so', async () => {
    const { frame, notes } = await buildFrame(warehouse, monthly());

    expect([...frame.target]).toEqual([30, 7]);
    expect([...frame.known[0]!.values]).toEqual([2 / 3, 1]);
    expect(frame.known[1]!.levels![frame.known[1]!.values[0]!]).toBe('mon');
    expect(notes).toEqual([
      '1 row shares item and timestamp with another, e.g. a at 2026-01-01: the mean of each group was used.',
      '1 timestamp shares a period of M with another of its item, e.g. a at 2026-01-01: the values of target in a period were added up; declare another aggregation where that is wrong.',
    ]);
  });

  it.each([
    ['sum', 40],
    ['avg', 40 / 3],
    ['first', 8],
    ['min', 8],
    ['max', 20],
  ] as const)('brings rows of a period together as declared: %s', async (how, expected) => {
    const { frame, notes } = await buildFrame(warehouse, monthly({ target: how, promo: 'max' }));

    expect([...frame.target]).toEqual([expected, 7]);
    expect(frame.known[0]!.values[0]).toBe(1);
    expect(notes.join(' ')).toContain(`brought together (${how})`);
  });

  it('brings rows to forecast together where they are finer than the frequency', async () => {
    const future = relation(
      'item, ts, x_promo, x_kind',
      at('a', '2026-03-03', "1, 'mon'"),
      at('a', '2026-03-02', "0, 'sun'"),
    );

    const { frame, request, notes } = await buildFrame(warehouse, { ...monthly(), future });

    expect(request.period).toHaveLength(1);
    expect(frame.known[0]!.values[2]).toBe(0.5);
    expect(frame.known[1]!.levels![frame.known[1]!.values[2]!]).toBe('sun');
    expect(notes.at(-1)).toMatch(/^1 row to forecast shares a period of M with another of its item, e.g. a at 2026-03/);
  });

  it('asks also for periods before all history, and for those of an item without one', async () => {
    const future = relation(
      'item, ts, x_promo, x_kind',
      at('a', '2025-12-30', "1, 'mon'"),
      at('c', '2026-01-01', "0, 'mon'"),
    );

    const { frame, request } = await buildFrame(warehouse, source({ future }));

    expect([...request.item]).toEqual([0, 2]);
    expect([...request.period]).toEqual([parseDay('2025-12-30'), parseDay('2026-01-01')]);
    expect([...frame.history]).toEqual([0, 1, 0]);
  });

  it('lets no row of the period that is asked for into the past, and says so', async () => {
    const history = relation(
      'item, ts, target',
      `('a', timestamp '2026-01-01 06:00', 1.0), ('a', timestamp '2026-01-02 06:00', 2.0)`,
    );
    const future = `(select 'a' as item, timestamp '2026-01-02 18:00' as ts)`;

    const { frame, request, notes } = await buildFrame(warehouse, source({ history, future, known: [] }));

    expect([...request.period]).toEqual([parseDay('2026-01-02')]);
    expect([...frame.target]).toEqual([1, nan]);
    expect([...frame.history]).toEqual([1]);
    expect(notes).toEqual(['1 history row lies in the first period to forecast or after it: it was not used.']);
  });

  it('counts more repeats of one period than 16 bits hold', async () => {
    const history = `(select 'a' as item, timestamp '2026-01-01' as ts, cast(range % 2 as double) as target from range(65540))`;

    const { frame, notes } = await buildFrame(warehouse, source({ history, known: [] }));

    expect(frame.target[0]).toBeCloseTo(0.5, 9);
    expect(notes[0]).toMatch(/^65539 rows/);
  });

  it('refuses a history without a value', async () => {
    const history = relation('item, ts, target', at('a', '2026-01-01', 'null::double'));

    await expect(buildFrame(warehouse, source({ history, known: [] }))).rejects.toThrow(NothingToForecast);
  });

  it('refuses a frequency at which the series would have hundreds of millions of steps', async () => {
    const history = relation('item, ts, target', at('a', '0900-01-01', '1.0'), at('a', '2026-01-01', '2.0'));

    await expect(
      buildFrame(warehouse, source({ frequency: parseFrequency('min'), history, known: [] })),
    ).rejects.toThrow(InvalidInput);
  });
});
