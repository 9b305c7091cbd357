import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSample } from '@tandem/sample-data';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, salesHeader } from '../test/star-fixture.ts';

let star: StarFixture;
beforeEach(async () => {
  star = await openStar();
});
afterEach(() => star.close());

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
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
  it('is what the star holds after a load, whatever the texts', async () => {
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
      fc.asyncProperty(stores, fc.constantFrom('\n', '\r\n', '\r'), async (written, lineEnd) => {
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
          ].join(),
        );

        const { report } = await star.load({ s: [salesHeader, ...records].join(lineEnd) });

        expect(report.counts).toEqual({ read: written.length, loaded: written.length, unchanged: 0, rejected: 0 });
        const byId = written.toSorted((a, b) => a.id - b.id);
        expect(await star.rows('store_dim')).toEqual(byId.map((it) => [it.id, it.name, it.address, 'Ulm', 'BW', 'DE']));
        expect(await star.rows('store_sales')).toEqual(byId.map((it) => [it.id, 6114, it.cents / 100]));
      }),
      { numRuns: 10 },
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
    expect(again.report.tables).toEqual(report.tables);
    await rm(dir, { recursive: true });
  });
});
