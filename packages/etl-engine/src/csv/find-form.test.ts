import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvForm, cutRecord, standardForm } from './csv-form.ts';
import { findForm } from './find-form.ts';
import { normalisedBytes, recordNormaliser } from './normalise-record.ts';
import { RecordScanner } from './record-scanner.ts';

const known = new Set(['id', 'name', 'amount']);
/** The form of a text, as `delimiter quote`. */
const formOf = (text: string) => {
  const { delimiter, quote } = findForm(Buffer.from(text), true, known);
  return `${delimiter} ${quote}`;
};

describe('the form of a CSV file', () => {
  it.each([
    ['commas', 'id,name,amount\n1,"a;b;c;d",2\n', ', "'],
    ['semicolons, though decimals have commas', 'id;name;amount\n1;a;1,5\n2;b;2,5\n', '; "'],
    ['tabs', 'id\tname\tamount\n1\ta,b\t2\n', '\t "'],
    ['bars', 'id|name|amount\r\n1|a|2', '| "'],
    ['single quotes round everything', "'id','name','amount'\n'1','a','2'\n", ", '"],
    ['single quotes round a column', "id,name,amount\n1,'a',2\n2,'b',3\n", ", '"],
    ['single quotes where they must be', "id,name,amount\n1,'a, b',2\n2,b,3\n", ", '"],
    ['commas where there is nothing but a header', 'id', ', "'],
  ])('is found by header and records: %s', (_, text, form) => {
    expect(formOf(text)).toBe(form);
  });

  it.each([
    ["id,name,amount\n1,'s-Gravenhage,2\n2,'t Gooi,3\n", 'apostrophes'],
    ["id,name,amount\n1,O'Neil,2\n", 'an apostrophe within'],
    ['id,name,amount\n1,a"b,2\n2,b,3\n', 'a stray double quote'],
    ['id,name,amount\n1,"\'a\'",2\n', 'apostrophes in double quotes'],
    ["id,name,amount\n1,'a',2\n2,b,3\n", 'apostrophes round some values of a column'],
  ])('takes no apostrophe for a quote: %j', (text) => {
    expect(formOf(text)).toBe(', "');
  });
});

describe('records of any form', () => {
  const form = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('"', "'"),
  });
  const field = fc
    .array(fc.constantFrom('a', ' ', ',', ';', '\t', '|', '"', "'", '\n', '\r', '한'), { maxLength: 6 })
    .map((it) => it.join(''));
  const records = fc.array(fc.array(field, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });

  const written = (all: readonly string[][], { delimiter, quote }: CsvForm, everything: boolean) => {
    const mustQuote = new RegExp(`[${delimiter}${quote}\\n\\r]`);
    const one = (it: string) =>
      everything || mustQuote.test(it) ? quote + it.replaceAll(quote, quote + quote) + quote : it;
    return all.map((it) => `${it.map(one).join(delimiter)}\n`).join('');
  };

  /** The records as the warehouse gets them, read again. */
  function readBack(text: string, form: CsvForm): string[][] {
    const bytes = Buffer.from(`${text} `);
    const normalise = recordNormaliser(form);
    const found: string[][] = [];
    const sink = {
      record(_: number, from: Buffer, start: number, end: number) {
        const out = Buffer.alloc(normalisedBytes(end - start));
        const normal = out.toString('latin1', 0, normalise(from, start, end, out));
        const { fields, isClean } = cutRecord(normal, 0, standardForm, true)!;
        expect(isClean).toBe(true);
        found.push(fields.map((it) => Buffer.from(it, 'latin1').toString()));
      },
      reject(line: number, column: string, value: string, reason: string) {
        throw new Error(`${line} ${column} ${value} ${reason}`);
      },
    };
    const columns = [{ name: 'id' }, { name: 'name' }, { name: 'amount' }];
    new RecordScanner(columns, 1, sink, form).scan(bytes, bytes.length - 1, true);
    return found;
  }

  it('read back as they were written', () => {
    fc.assert(
      fc.property(records, form, fc.boolean(), (all, form, everything) => {
        expect(readBack(written(all, form, everything), form)).toEqual(all);
      }),
      { numRuns: 1000 },
    );
  });

  it('are told apart where everything is quoted, whatever they hold', () => {
    fc.assert(
      fc.property(records, form, (all, form) => {
        const text = written([['id', 'name', 'amount'], ...all], form, true);

        expect(findForm(Buffer.from(text), true, known)).toEqual(form);
      }),
      { numRuns: 500 },
    );
  });
});
