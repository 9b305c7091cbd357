import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, header, lines, source, utf8 } from '../../test/odd-records.ts';
import { type RecordKernel, recordKernel } from './record-kernel.ts';
import { writerBytes } from './record-writer.ts';
import { scanBytes } from './scan-csv.ts';
import { type ScannedFile, scanFile } from './scan-file.ts';

const kernel = () => recordKernel(scanBytes, writerBytes);

/** All that a scan of a file in pieces says, and how many records the kernel took. */
async function scanned(file: Buffer, pieceBytes: number, by: RecordKernel | null) {
  const counts: ScannedFile = { fields: [], records: 0, good: 0 };
  let taken = 0;
  const counting: RecordKernel | null = by && {
    ...by,
    takeText(...args) {
      const of = by.takeText(...args);
      taken += of.records;
      return of;
    },
  };
  async function* body() {
    for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes);
  }
  const faults: string[] = [];
  const onFault = (...fault: readonly unknown[]) => faults.push(fault.join('|'));
  const good: Buffer[] = [];
  for await (const piece of scanFile(body(), 'f.csv', source, counts, onFault, { kernel: counting }))
    good.push(piece.bytes);
  return { said: { faults, counts, good: Buffer.concat(good).toString('latin1') }, taken };
}

describe('the kernel of the scanner', () => {
  it.each([',', ';', '\t'])('says of files between %j what the scanner says without it', async (delimiter) => {
    const head = bytes(`${header.replaceAll(',', delimiter)}\n`);
    const reused = kernel();
    let taken = 0;

    await fc.assert(
      fc.asyncProperty(lines(delimiter), fc.integer({ min: 1, max: 400 }), async (parts, pieceBytes) => {
        const file = Buffer.concat([head, ...parts.flat().map(bytes)]);
        const fast = await scanned(file, pieceBytes, reused);
        expect(fast.said).toEqual((await scanned(file, file.length, null)).said);
        taken += fast.taken;
      }),
      { numRuns: 200 },
    );

    expect(taken).toBeGreaterThan(100);
  });

  it('takes plain records, quoted or not, and leaves the others where they stand', async () => {
    const good = ['1,2,2024-02-29,0,Ulm,,3.99,4', `2,500,2024-01-01 00:00:00,1.0,"${utf8('Köln')}",x,999.99,-5`];
    const file = bytes([header, good[0], '3,501,2024-02-29,0,Ulm,,3.99,4', good[1], ''].join('\r\n'));

    const { said, taken } = await scanned(file, file.length, kernel());

    expect(taken).toBe(2);
    expect(said.good).toBe(`2,${good[0]}\n4,${good[1]}\n`);
    expect(said.faults).toEqual(['3|units|501|out_of_range']);
    expect(said.counts).toMatchObject({ records: 3, good: 2 });
  });

  it('puts commas between fields that semicolons separate', async () => {
    const file = bytes(`${header.replaceAll(',', ';')}\n1;2;2024-02-29;0;Ulm;;3.99;4\n`);

    const { said, taken } = await scanned(file, file.length, kernel());

    expect([said.good, taken]).toEqual(['2,1,2,2024-02-29,0,Ulm,,3.99,4\n', 1]);
  });

  it('hands on more than its output holds', async () => {
    const rows = Array.from({ length: 60_000 }, (_, k) => `1,2,2024-02-29,0,C${k % 1000},,3.99,4`);
    const file = bytes([header, ...rows, ''].join('\n'));

    const { said, taken } = await scanned(file, file.length, kernel());

    expect(taken).toBe(60_000);
    expect(said.good).toBe(rows.map((it, k) => `${k + 2},${it}\n`).join(''));
  });
});
