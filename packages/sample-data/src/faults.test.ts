import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleSummary, writeSample } from './write-sample.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tandem-faults-'));
const tables = ['store_sales', 'store_promotions', 'date_dim'] as const;
let summary: SampleSummary;
beforeAll(async () => {
  await writeSample({ stores: 10, days: 200, seed: 4 }, path.join(root, 'clean'));
  summary = await writeSample({ stores: 10, days: 200, seed: 4, faults: true }, path.join(root, 'spoilt'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Lines as Latin-1, so that every byte is kept. */
const lines = (variant: string, table: string) =>
  readFileSync(path.join(root, variant, `${table}.csv`), 'latin1')
    .split('\n')
    .slice(0, -1);

/** The lines that faults added, in order; throws where a good line was changed. */
function added(table: string): string[] {
  const spoilt = lines('spoilt', table);
  const extra: string[] = [];
  let at = 0;
  for (const good of lines('clean', table)) {
    while (spoilt[at] !== good) extra.push(spoilt[at++]!);
    at++;
  }
  return [...extra, ...spoilt.slice(at)];
}

it.each(tables)('adds to %s as many lines as it says, and leaves the good ones as they are', (table) => {
  const said = summary.faults.filter((it) => it.file === `${table}.csv`);

  expect(added(table)).toHaveLength(said.reduce((sum, it) => sum + it.count, 0));
  expect(said.every((it) => it.count > 0)).toBe(true);
});

it.each(tables)('counts the bad records of %s', (table) => {
  const file = summary.files.find((it) => it.name === `${table}.csv`)!;
  const bad = summary.faults.filter((it) => it.file === file.name && !it.harmless);

  expect(file.badRows).toBe(bad.reduce((sum, it) => sum + it.count, 0));
  expect(file.rows).toBe(lines('spoilt', table).filter((it) => it !== '').length - 1);
});

const record = /^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$/;
const text = /^[^\0]{1,50}$/;
const key = /^\d+$/;
const day = /^\d{4}-\d\d-\d\d$/;
/** What a strict reader takes, column by column. */
const columns = {
  store_sales: [key, text, text, text, text, text, day, /^\d{1,16}\.\d\d$/],
  store_promotions: [key, day, /^[01]$/, /^[01]$/],
  date_dim: [key, day, key, key, key, /^\d{1,4}$/, /^[0-6]$/],
};
const keyColumns = { store_sales: [0, 6], store_promotions: [0, 1], date_dim: [0] };
const isDay = (it: string) => !Number.isNaN(Date.parse(it)) && new Date(it).toISOString().startsWith(it);
const isUtf8 = (line: string) =>
  Buffer.from(Buffer.from(line, 'latin1').toString(), 'utf8').toString('latin1') === line;

it.each(tables)('breaks a rule with every bad record of %s, and with no harmless one', (table) => {
  const good = new Set(lines('clean', table).slice(1));
  const keyOf = (fields: readonly string[]) => keyColumns[table].map((i) => fields[i]).join();
  const split = (line: string) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map((it) => it[1]!);
  const keys = new Set([...good].map((it) => keyOf(split(it))));
  const stores = new Set([...good].map((it) => split(it)[0]));

  const refused = added(table).filter((line) => {
    const bare = line.startsWith(' ') ? line.replaceAll(' ', '') : line.replace(/\r$/, '');
    if (bare === '' || good.has(bare)) return false;
    const fields = split(bare);
    const date = fields[columns[table].indexOf(day)] ?? '';
    return !(
      isUtf8(bare) &&
      record.test(bare) &&
      fields.length === columns[table].length &&
      columns[table].every((rule, i) => rule.test(fields[i] ?? '')) &&
      isDay(date) &&
      (table === 'date_dim' || (date >= '2010-01-01' && date <= '2029-12-31' && stores.has(fields[0]!))) &&
      !keys.has(keyOf(fields))
    );
  });

  expect(refused).toHaveLength(summary.files.find((it) => it.name === `${table}.csv`)!.badRows);
});
