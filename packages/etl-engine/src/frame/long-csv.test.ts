import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDuckDb } from '@tandem/adapters-local';
import { parseFrequency } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildFrame } from './build-frame.ts';
import { type LongCsv, stageLongCsv } from './long-csv.ts';
import { texts } from './read-columns.ts';

let warehouse: Warehouse;
let parent: string;
let folder: string;
beforeEach(async () => {
  warehouse = await openDuckDb({ file: ':memory:', objectsRoot: '/nowhere' });
  parent = mkdtempSync(path.join(tmpdir(), 'long-csv-'));
  // Named as data lakes name theirs; DuckDB may read a column from such a name.
  folder = path.join(parent, 'target=9');
  mkdirSync(folder);
});
afterEach(async () => {
  await warehouse.close();
  rmSync(parent, { recursive: true });
});

const header = 'item_id,timestamp,target\n';

/** Stages two files with these texts. */
const stage = (train: string, future: string, statics?: string, over: Partial<LongCsv> = {}) => {
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  return stageLongCsv(warehouse, {
    train: file('train.csv', train),
    future: file('future.csv', `item_id,timestamp\n${future}`),
    frequency: parseFrequency('D'),
    item: 'item_id',
    grouping: [],
    timestamp: 'timestamp',
    target: 'target',
    known: [],
    past: [],
    featureDataTypes: {},
    transformations: { filling: {}, aggregation: {} },
    ...(statics ? { statics: file('statics.csv', statics) } : {}),
    ...over,
  });
};
const items = async (table: string) => texts(warehouse, `select item from ${table} order by ts, item`);

describe('stageLongCsv', () => {
  it('takes an item for an item, whatever it begins with and holds', async () => {
    const names = ['#a', '#b', '"x, ""y"""', ' z ', 'NULL'];

    await stage(
      header + names.map((it) => `${it},2026-01-01,1`).join('\n'),
      names.map((it) => `${it},2026-01-02`).join('\n'),
    );

    expect(await items('history')).toEqual([' z ', '#a', '#b', 'NULL', 'x, "y"']);
    expect(await items('future')).toEqual([' z ', '#a', '#b', 'NULL', 'x, "y"']);
  });

  it('reads a byte order mark, CRLF and a column that is there twice', async () => {
    await stage('\ufeffitem_id,timestamp,target,Target\r\na,2026-01-01,1,9\r\n', 'a,2026-01-02\n');

    expect(await texts(warehouse, 'select cast(target as varchar) from history')).toEqual(['1.0']);
  });

  it('takes the first of several rows of attributes for an item, and says so', async () => {
    const attributes = 'item_id,city\nb,Ulm\na,Bonn\na,Trier\n';

    const { notes } = await stage(`${header}a,2026-01-01,1\n`, 'a,2026-01-02\n', attributes);

    expect(await texts(warehouse, 'select x_city from statics order by item')).toEqual(['Bonn', 'Ulm']);
    expect(notes).toContainEqual(
      expect.stringMatching(/^1 row of .*statics.csv names an item again, e.g. a in line 4/),
    );
  });

  it('takes attributes of any name, also of those that its own tables use', async () => {
    const attributes = 'item_id,shop,nth,item,k0,tandem_nth,row_at\na,s,Bonn,1,2,3,4\n';
    const grouped = 'item_id,shop,timestamp,target\na,s,2026-01-01,1\n';
    writeFileSync(path.join(folder, 'grouped.csv'), 'item_id,shop,timestamp\na,s,2026-01-02\n');

    await stage(`${header}a,2026-01-01,1\n`, 'a,2026-01-02\n', 'item_id,nth\na,Bonn\n');
    expect(await texts(warehouse, 'select x_nth from statics')).toEqual(['Bonn']);

    await warehouse.close();
    warehouse = await openDuckDb({ file: ':memory:', objectsRoot: '/nowhere' });
    await stage(grouped, '', attributes, { future: path.join(folder, 'grouped.csv'), grouping: ['shop'] });
    expect(await texts(warehouse, `select concat(x_nth, x_item, x_k0, x_row_at) from statics`)).toEqual([
      'Bonn1.02.04.0',
    ]);
  });

  it.each([
    [{ known: ['price'] }, 'Price,price', 'Price,price', /train.csv has columns Price and price, which differ by case/],
    [{ past: ['tandem_row'] }, 'tandem_row,b', 'a,b', /train.csv has a column tandem_row, a name that is kept/],
    [{ known: ['price'] }, 'price,b', 'Price,b', /future.csv has no column price; it has item_id, timestamp, Price/],
  ])('refuses columns that cannot be told apart: %j', async (over, train, future, message) => {
    const file = path.join(folder, 'ahead', 'future.csv');
    mkdirSync(path.dirname(file));
    writeFileSync(file, `item_id,timestamp,${future}\na,2026-01-02,1,2\n`);

    const staged = stage(`item_id,timestamp,target,${train}\na,2026-01-01,1,2,3\n`, '', undefined, {
      future: file,
      ...over,
    });

    await expect(staged).rejects.toThrow(message);
  });

  it('refuses an attribute that is a grouping column but for its case', async () => {
    const grouped = 'item_id,shop,timestamp,target\na,s,2026-01-01,1\n';
    writeFileSync(path.join(folder, 'grouped.csv'), 'item_id,shop,timestamp\na,s,2026-01-02\n');

    const staged = stage(grouped, '', 'item_id,Shop\na,s\n', {
      future: path.join(folder, 'grouped.csv'),
      grouping: ['shop'],
    });

    await expect(staged).rejects.toThrow(/statics.csv has a column Shop and the series are told apart by shop/);
  });

  it('takes rows of one timestamp in the order of the file: the first is the one that stands first', async () => {
    const rows = [30, 10, 20].map((it) => `a,2026-01-01,${it},${it}`).join('\n');
    const transformations = { filling: {}, aggregation: { target: 'first', seen: 'first' } } as const;
    const over = { past: ['seen'], transformations, featureDataTypes: { seen: 'categorical' } } as const;

    const { source } = await stage(`item_id,timestamp,target,seen\n${rows}\n`, 'a,2026-01-02\n', undefined, over);
    const { frame } = await buildFrame(warehouse, source);

    expect([...frame.target.subarray(0, 1)]).toEqual([30]);
    expect(frame.past[0]!.levels![frame.past[0]!.values[0]!]).toBe('30');
  });

  it('leaves out history rows without an item, and says so', async () => {
    const { notes } = await stage(`${header}a,2026-01-01,1\n,2026-01-01,2\n`, 'a,2026-01-02\n');

    expect(await items('history')).toEqual(['a']);
    expect(notes).toEqual(['1 history row has no item_id, e.g. line 3: it was not used.']);
  });

  it.each([
    ['a future row without an item', 'a,2026-01-01,1', ',2026-01-02', /future.csv line 2: "" in column item_id/],
    ['a time without end', 'a,2026-01-01,1', 'a,infinity', /future.csv line 2: "infinity" in column timestamp/],
    [
      'a line with too many fields',
      'a,2026-01-01,1\na,2026-01-02,1,2',
      'a,2026-01-03',
      /train.csv .*line 3: .*Found: 4/,
    ],
    ['a quote without end', 'a,2026-01-01,1\n"a,2026-01-02,1', 'a,2026-01-03', /line 3: .*unterminated quote/],
  ])('refuses %s, naming the line', async (_, train, future, message) => {
    await expect(stage(header + train, future)).rejects.toThrow(message);
  });

  it('refuses a file that is not in UTF-8', async () => {
    await expect(stage(header, 'a,2026-01-02')).resolves.toBeDefined();
    writeFileSync(path.join(folder, 'latin.csv'), Buffer.from('item_id,timestamp\n\u00e9,2026-01-02\n', 'latin1'));

    const latin = stageLongCsv(warehouse, {
      train: path.join(folder, 'latin.csv'),
      future: path.join(folder, 'future.csv'),
      frequency: parseFrequency('D'),
      item: 'item_id',
      grouping: [],
      timestamp: 'timestamp',
      target: 'target',
      known: [],
      past: [],
      featureDataTypes: {},
      transformations: { filling: {}, aggregation: {} },
    });

    await expect(latin).rejects.toThrow(/latin.csv cannot be read as CSV: line 2: Invalid unicode/);
  });
});
