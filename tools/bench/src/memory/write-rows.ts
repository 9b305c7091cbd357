import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { writeSample } from '@tandem/sample-data';

export const forms = ['csv', 'csv.gz', 'jsonl'] as const;
export type Form = (typeof forms)[number];

const names = ['store_id', 'store_name', 'store_address', 'city', 'state', 'country', 'sales_date', 'total_sales'];
const daysPerStore = 942;

/** A calendar as a file, and its days. */
export interface Calendar {
  readonly file: string;
  readonly days: readonly string[];
}

export async function writeCalendar(folder: string): Promise<Calendar> {
  await writeSample({ stores: 1, days: daysPerStore, seed: 1, faults: false }, folder);
  const file = path.join(folder, 'date_dim.csv');
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const at = header.split(',').indexOf('date_time');
  return { file, days: lines.slice(0, daysPerStore).map((it) => it.split(',')[at]!.slice(0, 10)) };
}

/** Writes sales of as many stores as it takes to `bytes` of text, packed or not; gives the number of rows. */
export async function writeRows(file: string, form: Form, bytes: number, days: readonly string[]): Promise<number> {
  const count = { rows: 0 };
  const text = Readable.from(pieces(form === 'jsonl' ? jsonLine : csvLine, form === 'jsonl', bytes, days, count), {
    objectMode: false,
  });
  if (form === 'csv.gz') await pipeline(text, createGzip({ level: 1 }), createWriteStream(file));
  else await pipeline(text, createWriteStream(file));
  return count.rows;
}

/** The rows of one store after another. */
function* pieces(
  line: (row: readonly string[]) => string,
  isBare: boolean,
  bytes: number,
  days: readonly string[],
  count: { rows: number },
): Generator<string> {
  let written = 0;
  let amount = 1;
  if (!isBare) yield `${names.join()}\n`;
  for (let store = 1; written < bytes; store++) {
    const place = [String(store), `Store ${store}`, `${store} High Street`, 'Bonn', 'NW', 'Germany'];
    let piece = '';
    for (const day of days) {
      // A generator's numbers pack as badly as real amounts do.
      amount = (amount * 48_271) % 2_147_483_647;
      piece += line([...place, day, String((amount % 1_000_000) / 100)]);
    }
    written += piece.length;
    count.rows += days.length;
    yield piece;
  }
}

const csvLine = (row: readonly string[]): string => `${row.join()}\n`;
const jsonLine = (row: readonly string[]): string => `{${row.map((it, k) => `"${names[k]}":"${it}"`).join()}}\n`;
