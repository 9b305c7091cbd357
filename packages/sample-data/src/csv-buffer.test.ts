import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CsvBuffer, csvRecord } from './csv-buffer.ts';

const written = (write: (buffer: CsvBuffer) => void) => {
  const buffer = new CsvBuffer();
  write(buffer);
  return Buffer.from(buffer.take()).toString();
};

it('prints whole numbers as JavaScript does', () => {
  const numbers = fc.sample(fc.maxSafeNat(), { numRuns: 500, seed: 1 });

  expect(numbers.map((n) => written((it) => it.integer(n)))).toEqual(numbers.map(String));
});

it('prints cents with two decimals', () => {
  expect([0, 7, 99, 100, 123_456_789].map((n) => written((it) => it.cents(n)))).toEqual([
    '0.00',
    '0.07',
    '0.99',
    '1.00',
    '1234567.89',
  ]);
});

it('keeps what it holds when it grows', () => {
  const line = 'x'.repeat(1000);

  const text = written((it) => {
    for (let i = 0; i < 3000; i++) {
      it.append(Buffer.from(line));
      it.comma();
      it.integer(i);
      it.endRecord();
    }
  });

  expect(text.split('\n')).toHaveLength(3001);
  expect(text.split('\n').every((it, i) => it === '' || it === `${line},${i}`)).toBe(true);
});

it('quotes a field only where it must', () => {
  expect(csvRecord(['1', 'Kiosk "Am Eck" 1', 'Am Markt 3, Eingang A', 'Köln'])).toBe(
    '1,"Kiosk ""Am Eck"" 1","Am Markt 3, Eingang A",Köln',
  );
});
