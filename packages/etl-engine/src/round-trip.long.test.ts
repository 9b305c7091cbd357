import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { writeSample } from '@tandem/sample-data';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, salesHeader } from '../test/star-fixture.ts';
import { zip } from '../test/zip.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(() => star.clear());
afterAll(() => star.close());

const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', "'"),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
  addBOM: fc.boolean(),
  pack: fc.constantFrom(
    (it: Buffer) => it,
    gzipSync,
    zstdCompressSync,
    (it: Buffer) => zip([{ name: 'a', body: it }]),
  ),
});
/** A text that a field can hold; half of them are of the characters that mean something in CSV. */
const text = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'binary', maxLength }),
      fc
        .array(fc.constantFrom('"', ',', '\n', '\r', ' ', "'", '\\', ';', 'ü', '한'), { maxLength })
        .map((it) => it.join('')),
    )
    .filter(
      (it) =>
        it.trim() !== '' && !it.includes('\0') && it.isWellFormed() && [...it].length <= maxLength && !/^ +$/.test(it),
    );

describe('what is written as CSV', () => {
  it('is what the star holds after a load, whatever the texts, in any form, encoding and packing', async () => {
    await star.load({ c: calendar('2024-01-01', 1) });
    const stores = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 1e9 }),
        name: text(50),
        address: text(100),
        cents: fc.integer({ min: -1e9, max: 1e12 }),
      }),
      { selector: (it) => it.id, minLength: 1, maxLength: 30 },
    );

    await fc.assert(
      fc.asyncProperty(stores, form, async (written, { delimiter, quote, lineEnd, encoding, addBOM, pack }) => {
        const quoted = (field: string) => `${quote}${field.replaceAll(quote, quote + quote)}${quote}`;
        const header = salesHeader.split(',').map(quoted).join(delimiter);
        await star.warehouse.run('delete from retail_sales.store_dim; delete from retail_sales.store_sales');
        const records = written.map((it) =>
          [
            it.id,
            quoted(it.name),
            quoted(it.address),
            'Ulm',
            'BW',
            'DE',
            '2024-01-01',
            (it.cents / 100).toFixed(2),
          ].join(delimiter),
        );

        const text = [header, ...records].join(lineEnd);
        const { report } = await star.load({ s: pack(iconv.encode(text, encoding, { addBOM })) });

        expect(report.counts).toEqual({ read: written.length, loaded: written.length, unchanged: 0, rejected: 0 });
        const byId = written.toSorted((a, b) => a.id - b.id);
        expect(await star.rows('store_dim')).toEqual(byId.map((it) => [it.id, it.name, it.address, 'Ulm', 'BW', 'DE']));
        expect(await star.rows('store_sales')).toEqual(byId.map((it) => [it.id, 6114, it.cents / 100]));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the sample with faults', () => {
  const names = ['store_sales.csv', 'store_promotions.csv', 'date_dim.csv'];

  it('loses exactly the records that its generator spoilt, and loads as unchanged a second time', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'tandem-faults-'));
    const summary = await writeSample({ stores: 12, days: 150, seed: 3, faults: true }, dir);
    const files = Object.fromEntries(
      await Promise.all(names.map(async (it) => [it, await readFile(path.join(dir, it))])),
    );

    const { report, rejects } = await star.load(files, { maxRejectShare: 0.2 });

    expect(report.files.map((it) => [it.name, it.read, it.rejected])).toEqual(
      names.map((name) => summary.files.find((it) => it.name === name)!).map((it) => [it.name, it.rows, it.badRows]),
    );
    expect(rejects).toHaveLength(report.counts.rejected);
    const again = await star.load(files, { maxRejectShare: 0.2 });
    expect(again.report.counts.loaded).toBe(0);
    const contents = (tables: typeof report.tables) => tables.map((it) => [it.name, it.rows, it.contentHash]);
    expect(contents(again.report.tables)).toEqual(contents(report.tables));
    await rm(dir, { recursive: true });
  });
});
