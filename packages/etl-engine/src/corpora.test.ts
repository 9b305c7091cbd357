import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Source } from '@tandem/data-model';
import { createStaging, dialectNamed, identifiers } from '@tandem/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, salesHeader } from '../test/star-fixture.ts';
import { toUtf8 } from './bytes/to-utf8.ts';
import { comparable } from './csv/header.ts';
import { type OnFault, scanFile } from './csv/scan-file.ts';
import { readRows } from './star/read-rows.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const { resolve } = createRequire(import.meta.url);

describe('csv-spectrum', () => {
  const folder = path.dirname(resolve('csv-spectrum'));
  const duckdb = dialectNamed('duckdb');

  /** The records of a file as the warehouse has them, and what was refused. */
  async function staged(file: string, names: readonly string[]) {
    const columns = names.map((name) => ({ name, type: { kind: 'text', length: 200 } as const }));
    const source: Source = { name: 'any', description: '', columns, feeds: [] };
    const scanned = { fields: [] as readonly string[], records: 0, good: 0 };
    const rejects: string[] = [];
    const body = toUtf8(Readable.from([readFileSync(file)]));
    const onFault: OnFault = (line, column, _, reason) => rejects.push(`${line} ${column} ${reason}`);
    const good: Buffer[] = [];
    for await (const { bytes } of scanFile(body, file, source, scanned, onFault)) good.push(bytes);
    await star.objects.put('any.csv', Buffer.concat(good));
    for (const statement of createStaging('any_file', columns, duckdb)) await star.warehouse.run(statement);
    const address = star.warehouse.locate('any.csv');
    for (const statement of duckdb.copyCsv('any_file', 0, address, scanned.fields, source.columns)) {
      await star.warehouse.run(statement);
    }
    const rows = await readRows(star.warehouse, `select ${identifiers(names)} from any_file order by _line`);
    expect(scanned.records).toBe(rows.length + rejects.length);
    return { rows, rejects };
  }

  const odd: Record<string, string[]> = {
    empty: ['2 b empty'],
    empty_crlf: ['2 b empty'],
    // Latin-1, with seconds as stray quotes.
    location_coordinates: ['2 location_coordinates bad_quoting'],
  };

  it.each(readdirSync(path.join(folder, 'csvs')).map((it) => path.basename(it, '.csv')))(
    'loads %s as its JSON says, or says which record it refuses',
    async (name) => {
      const read: object | object[] = JSON.parse(readFileSync(path.join(folder, 'json', `${name}.json`), 'utf8'));
      const expected = [read].flat();

      const { rows, rejects } = await staged(
        path.join(folder, 'csvs', `${name}.csv`),
        Object.keys(expected[0]!).map(comparable),
      );

      expect(rejects).toEqual(odd[name] ?? []);
      expect(rows).toEqual(expected.slice(rejects.length).map((it) => Object.values(it)));
    },
  );
});

describe('the big list of naughty strings', () => {
  const strings: string[] = JSON.parse(readFileSync(resolve('big-list-of-naughty-strings'), 'utf8'));
  const rest = ['Street', 'Ulm', 'BW', 'Germany', '2024-01-01', '1.00'];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const csv = strings.map((it, k) => [k, quoted(it), ...rest].join()).join('\r\n');
  const json = strings.map((name, k) =>
    JSON.stringify(Object.fromEntries(salesHeader.split(',').map((it, c) => [it, [k, name, ...rest][c]]))),
  );

  it.each([
    ['CSV', `${salesHeader}\r\n${csv}`],
    ['CSV in UTF-16', Buffer.from(`\ufeff${salesHeader}\r\n${csv}`, 'utf16le')],
    ['JSON Lines', json.join('\n')],
  ])('is loaded as it stands, or refused for being empty or too long, as %s', async (_, file) => {
    const { report, rejects } = await star.load({ c: calendar('2024-01-01', 1), s: file }, { maxRejectShare: 1 });

    const reasonOf = (text: string) =>
      /^ *$/.test(text) ? 'empty' : [...text].length > 50 ? 'text_too_long' : undefined;
    expect(rejects.map((it) => `${it.column} ${it.reason}`)).toEqual(
      strings.flatMap((it) => (reasonOf(it) ? [`store_name ${reasonOf(it)}`] : [])),
    );
    expect(report.files[1]).toMatchObject({ read: strings.length, rejected: rejects.length });
    const kept = strings.flatMap((it, k) => (reasonOf(it) ? [] : [[k, it]]));
    // DuckDB's driver for Node drops a byte order mark at the beginning of a text, so that there is an x before each.
    const names = `select store_id, 'x' || store_name as name from retail_sales.store_dim order by store_id`;
    expect(await readRows(star.warehouse, names)).toEqual(kept.map(([k, it]) => [k, `x${it}`]));
  });
});
