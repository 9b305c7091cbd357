import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { openDiskObjectStore, openDuckDb } from '@tandem/adapters-local';
import { formatDay, InvalidInput, parseDay, type Star, UnreadableFile } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { writeSample } from '@tandem/sample-data';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, promotions, sales } from '../../test/star-fixture.ts';
import { zip } from '../../test/zip.ts';
import { proposeStar, storedFile } from '../index.ts';

let folder: string;
let warehouse: Warehouse;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-propose-'));
  warehouse = await openDuckDb({ file: ':memory:', objectsRoot: folder, threads: 2 });
});
afterEach(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

async function propose(files: Record<string, string | Uint8Array>) {
  const objects = openDiskObjectStore(folder);
  const given = Object.entries(files).map(async ([name, body], k) => {
    const key = `uploads/${k}`;
    await objects.put(key, Buffer.from(body as string));
    return { file: await storedFile(objects, name, key), address: warehouse.locate(key) };
  });
  return proposeStar(await Promise.all(given), {
    warehouse,
    tableOf: (table) => `staging.main.file_${table}`,
    async keep(text) {
      await objects.put('text.csv', text);
      return { address: warehouse.locate('text.csv'), remove: () => objects.delete('text.csv') };
    },
  });
}

const day = (n: number) => formatDay(parseDay('2026-01-01') + n);
const days = Array.from({ length: 30 }, (_, n) => n);
const meters = 'Meter ID,Site,Kind,Peak kW\nM-01,Harbour,heat,9.5\nM-02,Station,power,12\nM-03,Mill,heat,7.25\n';
const readings = (step = 1, perMeter = days) =>
  [
    'meter,Day,kWh,estimated',
    ...['M-01', 'M-02', 'M-03'].flatMap((m) => perMeter.map((n) => `${m},${day(n * step)},${n}.${m.at(-1)}5,${n % 2}`)),
    '',
  ].join('\n');

describe('a star for meters and their readings', () => {
  it('has a dimension, a fact that refers to it, and what is forecast', async () => {
    const { star } = await propose({ 'meters.csv': meters, 'readings.csv': readings() });

    expect(star.dimensions.map((it) => [it.name, it.key, it.columns.map((c) => c.name)])).toEqual([
      ['meter_dim', 'meter_id', ['meter_id', 'site', 'kind', 'peak_kw']],
    ]);
    expect(
      star.facts.map((it) => [it.name, it.grain, it.columns.map((c) => [c.name, c.type.kind, c.references])]),
    ).toEqual([
      [
        'readings',
        ['meter_id', 'day'],
        [
          ['meter_id', 'text', 'meter_dim'],
          ['day', 'date', undefined],
          ['kwh', 'decimal', undefined],
          ['estimated', 'flag', undefined],
        ],
      ],
    ]);
    expect(star.training).toMatchObject({ fact: 'readings', target: 'kwh', item: 'meter_id', frequency: 'D' });
  });

  it('shows what was counted', async () => {
    const { files, references } = await propose({ 'meters.csv': meters, 'readings.csv': readings() });

    expect(references).toEqual([{ from: 'readings.csv: meter', to: 'meters.csv: meter_id', values: 3, matched: 3 }]);
    expect(files.map((it) => [it.name, it.role, it.why])).toEqual([
      ['meters.csv', 'dimension', 'meter_id is different in each of 3 rows'],
      ['readings.csv', 'fact', 'meter and day tell 90 of 90 rows apart'],
    ]);
    expect(files[1]!.columns[2]).toEqual({
      name: 'kwh',
      values: 90,
      empty: 0,
      distinct: 90,
      parses: { integer: 0, decimal: 1, date: 0, flag: 0 },
      min: '0.15',
      max: '29.35',
      samples: ['0.15', '0.25', '0.35'],
      type: 'decimal(18, 2)',
      use: 'the target, in readings',
    });
  });

  it('steps by weeks where the readings do', async () => {
    const { star } = await propose({ 'meters.csv': meters, 'readings.csv': readings(7) });

    expect(star.training.frequency).toBe('W');
  });

  it('makes a dimension of what the readings say of meters themselves, where no file does', async () => {
    const rows = days.flatMap((n) => ['a', 'b'].map((m) => `${m},${m === 'a' ? 'Harbour' : 'Mill'},${day(n)},${n}`));
    const { star } = await propose({ 'r.csv': ['meter,site,day,load', ...rows, ''].join('\n') });

    expect(star.dimensions[0]!.columns.map((it) => it.name)).toEqual(['meter', 'site']);
    expect(star.sources[0]!.feeds.map((it) => [it.table, it.latestBy])).toEqual([
      ['meter_dim', 'day'],
      ['r', undefined],
    ]);
    expect(star.training.statics).toEqual(['site']);
  });
});

it('finds calendar, stores and what is known ahead in the files of retail sales', async () => {
  const stores = [1, 2, 3];
  const { star } = await propose({
    'promotions.csv': promotions(...stores.flatMap((s) => days.map((n) => `${s} ${day(n)} ${(n + s) % 2} ${n % 2}`))),
    'sales.csv': sales(...stores.flatMap((s) => days.slice(0, 25).map((n) => `${s} ${day(n)} ${n * s}.50`))),
    'dates.csv': calendar('2026-01-01', 60),
  });

  expect(star.dimensions.map((it) => [it.key, it.alternateKey])).toEqual([
    ['date_key', 'date_time'],
    ['store_id', undefined],
  ]);
  expect(star.training).toMatchObject({
    target: 'total_sales',
    item: 'store_id',
    time: 'date_key',
    as: 'sales_date',
    known: [{ columns: ['promo', 'school_holiday'], fill: 0 }],
    statics: ['store_name', 'store_address', 'city', 'state', 'country'],
  });
  expect(star.sources.map((it) => it.name)).toEqual(['dates', 'sales', 'promotions']);
});

it('finds the same in files with faults of every kind', async () => {
  const of = async (faults: boolean) => {
    const written = path.join(folder, `sample-${faults}`);
    await writeSample({ stores: 12, days: 400, seed: 7, faults }, written);
    const names = ['date_dim.csv', 'store_sales.csv', 'store_promotions.csv'];
    const { star } = await propose(Object.fromEntries(names.map((it) => [it, readFileSync(path.join(written, it))])));
    const kinds = (it: { readonly columns: Star['facts'][number]['columns'] }) =>
      it.columns.map((c) => [c.name, c.type.kind, c.references]);
    return {
      dimensions: star.dimensions.map((it) => [it.name, it.key, it.alternateKey, kinds(it)]),
      facts: star.facts.map((it) => [it.name, it.grain, kinds(it)]),
      training: star.training,
    };
  };

  expect(await of(true)).toEqual(await of(false));
});

describe('files of every form that loads read', () => {
  const records = ['M-01', 'M-02'].flatMap((m) => days.slice(0, 6).map((n) => [m, `${m} 역`, day(n), n + 0.25, n % 2]));
  const header = ['Meter', 'site', 'day', 'kWh', 'estimated'];
  const csv = (delimiter: string) => [header, ...records].map((it) => it.join(delimiter)).join('\r\n');
  const json = records.map(([meter, site, day, kwh, estimated]) =>
    JSON.stringify({ Meter: meter, site, day, kWh: kwh, estimated: estimated === 1, of: { unit: 'kWh' } }),
  );
  const parquet = async () => {
    const rows = records.map(([m, site, on, kwh, e]) => `('${m}', '${site}', date '${on}', ${kwh}::double, ${e} = 1)`);
    await warehouse.copyOut(`select * from (values ${rows}) t(Meter, site, day, "kWh", estimated)`, 'made.parquet');
    return openDiskObjectStore(folder).get('made.parquet');
  };

  it.each([
    ['gzip', () => gzipSync(csv(','))],
    ['Zstandard', () => zstdCompressSync(csv(','))],
    ['a zip', () => zip([{ name: 'r', body: csv(',') }])],
    ['UTF-16', () => Buffer.from(`\ufeff${csv(',')}`, 'utf16le')],
    ['CP949 and semicolons', () => iconv.encode(csv(';'), 'cp949')],
    ['tabs', () => csv('\t')],
    ['JSON Lines, but for what is nested', () => json.join('\n')],
    ['Parquet', parquet],
  ])('give the same proposal: %s', async (_, body) => {
    const expected = await propose({ r: csv(',') });

    const { star, files } = await propose({ r: await body() });

    expect(JSON.stringify(star).replaceAll('r/r', 'r')).toBe(JSON.stringify(expected.star));
    expect(files[0]!.columns).toEqual(expected.files[0]!.columns);
  });

  it('counts what a load would refuse, and takes the files of one kind in a zip as one', async () => {
    const [first, ...more] = csv(',').split('\r\n');
    const body = (rows: string[]) => [first, ...rows, 'M-03,"broken', ''].join('\n');
    const packed = zip([
      { name: 'a.csv', body: body(more.slice(0, 5)) },
      { name: 'b.csv', body: body(more.slice(5)) },
    ]);

    const { files, notes } = await propose({ 'r.zip': packed });

    expect(files.map((it) => [it.name, it.rows])).toEqual([['r.zip/a.csv', 12]]);
    expect(notes).toContain(
      '2 records of r.zip/a.csv could not be read; a load refuses such records by line and reason.',
    );
  });

  it('are told apart in a zip, which a load then does not take', async () => {
    const packed = zip([
      { name: 'meters.csv', body: meters },
      { name: 'readings.csv', body: readings() },
    ]);

    const { star, notes } = await propose({ 'all.zip': packed });

    expect(star.sources.map((it) => it.name)).toEqual(['meters', 'readings']);
    expect(notes).toContain('all.zip holds files of 2 kinds; a load takes those of one kind, so pack each by itself.');
  });

  it('are refused by name where none can be read', async () => {
    await expect(propose({ 'r.csv': csv(','), 'r.pdf': '%PDF-1.7' })).rejects.toThrow(UnreadableFile);
  });
});

describe('values that are not what they look like', () => {
  const column = async (header: string, values: readonly string[]) => {
    const rows = days.map((n) => `a,${day(n)},${n},${values[n % values.length]}`);
    const { files } = await propose({ 'r.csv': [`item,day,load,${header}`, ...rows, ''].join('\n') });
    return files[0]!.columns[3]!;
  };

  it('are text where numbers begin with zeros', async () => {
    expect((await column('zip', ['00501', '10115'])).type).toBe('text(10)');
  });

  it('are numbers where nearly all are', async () => {
    const values = days.map((n) => (n === 3 ? 'n/a' : `${n}.5`));
    const { type, parses } = await column('temp', values);

    expect(type).toBe('decimal(18, 2)');
    expect(parses.decimal).toBeCloseTo(29 / 30);
  });

  it('are left out where many are empty, saying how many', async () => {
    expect((await column('note', ['', 'x', 'y'])).use).toBe('left out: empty in 10 of 30 rows');
  });

  it('get a name that SQL takes, in whatever alphabet they are', async () => {
    const rows = days.map((n) => `가,${day(n)},${n}.25`);
    const { star } = await propose({ '전력.csv': ['계량기,날짜,"전력 (kWh)"', ...rows, ''].join('\n') });

    expect(star.facts[0]!.columns.map((it) => it.name)).toEqual(['column', 'column_2', 'kwh']);
    expect(star.sources[0]!.columns.map((it) => it.name)).toEqual(['계량기', '날짜', '전력_(kwh)']);
  });
});

it('says why none of the files can be forecast', async () => {
  await expect(propose({ 'meters.csv': meters })).rejects.toThrow(
    'No file has rows that an item and a day tell apart.',
  );
  const twice = readings(0, [0, 0, 0]);
  await expect(propose({ 'r.csv': twice })).rejects.toThrow(
    /no column tells with day more than \d+ % of its rows apart/,
  );
});

it('leaves the warehouse as it was', async () => {
  await propose({ 'meters.csv': meters, 'readings.csv': readings() });

  const tables = [];
  for await (const batch of warehouse.rows('select table_name from information_schema.tables')) tables.push(batch.rows);
  expect(tables).toEqual([]);
});

it('proposes a star that can be loaded, or says why not, whatever the files hold', async () => {
  const item = fc.constantFrom('a', 'b', '007', '12', '가', 'x"y', '99999999999');
  const when = fc.integer({ min: 0, max: 60 }).map(day);
  const odd = fc.constantFrom(
    '',
    '0',
    '1',
    'a',
    '2026-01-01',
    '2026-02-30',
    '1e9',
    '-0.5',
    '99999999999',
    '007',
    'nan',
  );
  const amount = fc.integer({ min: -50, max: 400 }).map((it) => String(it / 10));
  const column = fc.constantFrom(odd, amount, item, when, fc.constant('1'));
  const name = fc.constantFrom('kwh', 'select', 'x"y', '날짜', '_file', 'name', 'Item', 'day key', 'date');
  const file = fc
    .tuple(
      fc.subarray([
        { name: 'Item ID', cell: item },
        { name: 'day', cell: when },
      ]),
      fc.uniqueArray(fc.record({ name, cell: column }), { selector: (it) => it.name, minLength: 1, maxLength: 4 }),
    )
    .chain(([keys, others]) => {
      const columns = [...keys, ...others];
      return fc
        .uniqueArray(fc.tuple(...columns.map((it) => it.cell)), {
          selector: (row) => row.slice(0, Math.max(1, keys.length)).join(),
          maxLength: 30,
        })
        .map((rows) => `${[columns.map((it) => it.name), ...rows].map((it) => it.map(quoted).join()).join('\n')}\n`);
    });

  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 2 }), async (texts) => {
      const files = Object.fromEntries(texts.map((text, f) => [`${f}-files.csv`, text]));
      const proposal = await propose(files).catch((error: Error) => error);
      if (proposal instanceof Error) {
        expect(proposal).toBeInstanceOf(InvalidInput);
        expect(proposal.message).not.toMatch(/^No star could be proposed/);
        return;
      }
      const star = await openStar(proposal.star);
      const used = proposal.files.filter((it) => it.role !== 'left out').map((it) => [it.name, files[it.name]!]);
      const { report } = await star.load(Object.fromEntries(used), { maxRejectShare: 1 });
      expect(report.counts.loaded).toBeGreaterThan(0);
      await star.close();
    }),
    { numRuns: 10 },
  );
}, 300_000);

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
