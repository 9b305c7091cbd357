import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxRecordBytes, RecordScanner } from './record-scanner.ts';

const columns = [{ name: 'a' }, { name: 'b' }];

/** Everything that a scan says, as lines of text; `pieces` are the lengths in which the file arrives. */
function scan(file: Buffer, pieces: readonly number[] = [file.length]): string[] {
  const said: string[] = [];
  const scanner = new RecordScanner(columns, 2, {
    record: (line, bytes, from, to) => said.push(`${line} ${JSON.stringify(bytes.toString('latin1', from, to))}`),
    reject: (line, column, value, reason) => said.push(`${line} ${reason} ${column} ${JSON.stringify(value)}`),
  });
  let rest = Buffer.alloc(0);
  let at = 0;
  const feed = (length: number, last: boolean) => {
    const piece = Buffer.concat([rest, file.subarray(at, at + length), Buffer.alloc(1)]);
    at += length;
    rest = piece.subarray(scanner.scan(piece, piece.length - 1, last), piece.length - 1);
  };
  for (const length of pieces) feed(length, false);
  feed(file.length - Math.min(at, file.length), true);
  return said;
}

const said = (text: string, pieces?: readonly number[]) => scan(Buffer.from(text), pieces);

describe('the record scanner', () => {
  it('tells records by the physical line on which they begin', () => {
    expect(said('1,2\r\n\n3,"4\n5"\r6,7')).toEqual(['2 "1,2"', '4 "3,\\"4\\n5\\""', '6 "6,7"']);
  });

  it('goes on with the next line where quotes that span lines do not make a record', () => {
    expect(said('1,"2\n3,4\n5,6",7\n')).toEqual(['2 bad_quoting  "1,\\"2"', '3 "3,4"', '4 bad_quoting b "5,6\\",7"']);
  });

  it('takes doubled quotes as one and an empty quoted field as a field', () => {
    expect(said('"a ""b"" c",""\n')).toEqual([String.raw`2 "\"a \"\"b\"\" c\",\"\""`]);
  });

  it('says the same however the file is cut into pieces', () => {
    const bytes = fc.array(fc.constantFrom(...Buffer.from('ab,,"\n\r '), 0, 0xc3, 0xa4), { maxLength: 60 });
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 });

    fc.assert(
      fc.property(bytes, cuts, (file, pieces) => {
        expect(scan(Buffer.from(file), pieces)).toEqual(scan(Buffer.from(file)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives every line that is not blank to exactly one record or reject', () => {
    const text = fc
      .array(fc.constantFrom('a', ',', '"', '\n', '\r\n', '\r'), { maxLength: 60 })
      .map((it) => it.join(''));

    fc.assert(
      fc.property(text, (file) => {
        const lines = file.split(/\r\n|\n|\r/);
        const covered: number[] = lines.map((it) => (it === '' ? 1 : 0));
        for (const entry of said(file)) {
          const [line, second] = entry.split(' ') as [string, string];
          const first = Number(line) - 2;
          const inner = /^"/.test(second) ? JSON.parse(entry.slice(line.length + 1)).split(/\r\n|\n|\r/).length : 1;
          for (let i = first; i < first + inner; i++) covered[i] = lines[i] === '' ? 1 : covered[i]! + 1;
        }
        expect(covered).toEqual(lines.map(() => 1));
      }),
      { numRuns: 500 },
    );
  });

  it('reads over a line that is longer than any record, in pieces of any length', () => {
    const file = `1,2\n3,${'x'.repeat(3 * maxRecordBytes)}\r\n4,5\n`;
    const expected = ['2 "1,2"', `3 line_too_long  "3,${'x'.repeat(198)}"`, '4 "4,5"'];

    expect(said(file)).toEqual(expected);
    expect(said(file, Array(40).fill(5000))).toEqual(expected);
    expect(said(file, [4, maxRecordBytes * 3 + 3])).toEqual(expected);
  });

  it('finds a quote that is never closed without reading more than a record', () => {
    const lines = Array.from({ length: 20_000 }, (_, k) => `${k},x`);

    const result = said(['1,"2', ...lines].join('\n'));

    expect(result[0]).toBe('2 bad_quoting b "1,\\"2"');
    expect(result).toHaveLength(20_001);
  });
});
