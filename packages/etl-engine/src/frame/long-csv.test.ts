import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDuckDb } from '@tandem/adapters-local';
import { parseFrequency } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stageLongCsv } from './long-csv.ts';
import { texts } from './read-columns.ts';

let warehouse: Warehouse;
let folder: string;
beforeEach(async () => {
  warehouse = await openDuckDb({ file: ':memory:', objectsRoot: '/nowhere' });
  folder = mkdtempSync(path.join(tmpdir(), 'long-csv-'));
});
afterEach(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

const header = 'item_id,timestamp,target\n';

/** Stages two files with these texts. */
const stage = (train: string, future: string, statics?: string) => {
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
      expect.stringMatching(/^1 rows of .*statics.csv name an item again, e.g. a in line 4/),
    );
  });

  it('leaves out history rows without an item, and says so', async () => {
    const { notes } = await stage(`${header}a,2026-01-01,1\n,2026-01-01,2\n`, 'a,2026-01-02\n');

    expect(await items('history')).toEqual(['a']);
    expect(notes).toEqual(['1 history rows have no item_id, e.g. line 3: they were not used.']);
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
