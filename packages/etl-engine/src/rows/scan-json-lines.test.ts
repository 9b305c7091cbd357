import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objects } from '../../test/odd-objects.ts';
import { bytes, source, utf8 } from '../../test/odd-records.ts';
import { type RecordKernel, recordKernel } from '../csv/record-kernel.ts';
import { writerBytes } from '../csv/record-writer.ts';
import { scanBytes } from '../csv/scan-csv.ts';
import type { ScannedFile } from '../csv/scan-file.ts';
import { CheckedRows } from './checked-rows.ts';
import { jsonRecords } from './json-record.ts';
import { scanJsonLines } from './scan-json-lines.ts';

const kernel = recordKernel(scanBytes, writerBytes)!;
const counted = () => ({ fields: [], records: 0, good: 0 }) as ScannedFile;
const faultsInto =
  (faults: string[]) =>
  (...fault: readonly unknown[]) =>
    void faults.push(fault.join('|'));

/** All that a scan of pieces says, and how many records the kernel took. */
async function scanned(pieces: readonly Buffer[], by: RecordKernel | null) {
  let taken = 0;
  const counting: RecordKernel | null = by && {
    ...by,
    takeText(...args) {
      const of = by.takeText(...args);
      taken += of.records;
      return of;
    },
  };
  const [counts, faults, good] = [counted(), [] as string[], [] as Buffer[]];
  const body = (async function* () {
    yield* pieces;
  })();
  for await (const piece of scanJsonLines(body, source, counts, faultsInto(faults), { kernel: counting }))
    good.push(piece.bytes);
  return { said: { faults, counts, good: Buffer.concat(good).toString('latin1') }, taken };
}

/** The same, line by line, of a text that is there as a whole. */
function expected(text: string) {
  const [counts, faults] = [counted(), [] as string[]];
  const rows = new CheckedRows(source, counts, faultsInto(faults));
  const read = jsonRecords(source);
  for (const [k, latin1] of text.split(/\r\n|\r|\n/).entries()) {
    const shown = bytes(latin1).toString('utf8');
    if (shown.trim() === '') continue;
    if (latin1.length > 65_536) rows.refuse(k + 1, '', shown, 'line_too_long');
    else if (!isUtf8(bytes(latin1))) rows.refuse(k + 1, '', shown, 'bad_encoding');
    else {
      const record = read(shown);
      if ('values' in record) rows.add(k + 1, record.values);
      else rows.refuse(k + 1, record.fault, record.value, 'bad_json');
    }
  }
  return { faults, counts: { ...counts, keyRises: false }, good: Buffer.concat([...rows.all()]).toString('latin1') };
}

const cut = (file: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(file.length / size) }, (_, k) => file.subarray(k * size, (k + 1) * size));
const line = (changes: object = {}) =>
  utf8(
    JSON.stringify({
      store: 1,
      units: '2',
      day: '2024-02-29',
      open: true,
      city: 'Köln',
      unread: null,
      amount: 3.5,
      price: '4',
      ...changes,
    }),
  );

describe('a scan of JSON Lines', () => {
  it('says with a kernel and without one what each line says by itself', async () => {
    let taken = 0;

    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 400 }), async (parts, size) => {
        const file = bytes(parts.flat().join(''));
        const fast = await scanned(cut(file, size), kernel);
        const said = expected(file.toString('latin1'));
        expect(fast.said).toEqual(said);
        expect((await scanned(cut(file, size), null)).said).toEqual(said);
        taken += fast.taken;
      }),
      { numRuns: 300 },
    );

    expect(taken).toBeGreaterThan(200);
  });

  it('takes plain lines in the order of one before, and leaves the others where they stand', async () => {
    const file = [
      line(),
      '',
      line({ units: 501 }),
      ` ${line({ store: -7, open: false, unread: 1.5 }).replaceAll(/[:,]/g, ' $&\t')} `,
      line({ city: 'a "b"' }),
      line({ store: 3 }).replace('3.5', '35e-1'),
      '',
    ].join('\r\n');

    const { said, taken } = await scanned([bytes(file)], kernel);

    expect(taken).toBe(2);
    expect(said.faults).toEqual(['3|units|501|out_of_range']);
    expect(said.good).toBe(
      [
        `1,"1","2","2024-02-29","1","${utf8('Köln')}","3.5","4"`,
        `4,"-7","2","2024-02-29","0","${utf8('Köln')}","3.5","4"`,
        `5,"1","2","2024-02-29","1","a ""b""","3.5","4"`,
        `6,"3","2","2024-02-29","1","${utf8('Köln')}","3.5","4"`,
        '',
      ].join('\n'),
    );
  });

  it('learns another order where one comes, and writes that of the source', async () => {
    const other = (store: number) => line().replace('"store":1,', '').replace('}', `,"more":0,"Store":${store}}`);
    const file = [line(), other(2), other(3), line(), ''].join('\n');

    const { said, taken } = await scanned([bytes(file)], kernel);

    expect(taken).toBe(4);
    expect(said.good.match(/^\d+,"\d+"/gm)).toEqual(['1,"1"', '2,"2"', '3,"3"', '4,"1"']);
  });

  it('says the same wherever a piece ends', async () => {
    const file = bytes([line(), line({ city: '\t' }), '', 'x', line()].join('\r\n') + '\r'.concat(line()));
    const said = expected(file.toString('latin1'));

    for (let at = 0; at <= file.length; at++) {
      const fast = await scanned([file.subarray(0, at), file.subarray(at)], kernel);
      expect(fast.said).toEqual(said);
    }
  });

  it.each([65_535, 65_536, 65_537, 200_000])('refuses lines that are too long, of %i bytes', async (length) => {
    const long = (text: string) => text.replace('null', `"${'x'.repeat(length - text.length + 2)}"`);
    const file = bytes([line(), long(line()), ' '.repeat(length), line(), `${' '.repeat(length)}x`].join('\n'));

    const { said } = await scanned(cut(file, 50_000), kernel);

    expect(said).toEqual(expected(file.toString('latin1')));
    expect(said.counts.good).toBe(length > 65_536 ? 2 : 3);
  });

  it('hands on more than its output holds', async () => {
    const rows = Array.from({ length: 30_000 }, (_, k) => line({ city: `C${k % 1000}` }));

    const { said, taken } = await scanned([bytes(rows.join('\n'))], kernel);

    expect(taken).toBe(29_999);
    expect(said.good.split('\n').map((it) => it.split(',')[5])).toEqual([
      ...rows.map((_, k) => `"C${k % 1000}"`),
      undefined,
    ]);
  });
});
