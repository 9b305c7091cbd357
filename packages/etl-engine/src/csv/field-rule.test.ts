import type { ColumnType, SourceColumn } from '@tandem/data-model';
import { describe, expect, it } from 'vitest';
import { fieldRule } from './field-rule.ts';

/** The verdict on each text, from the middle of other bytes. */
function verdicts(type: ColumnType, texts: readonly string[], range?: SourceColumn['range']): (string | undefined)[] {
  const rule = fieldRule({ name: 'x', type, ...(range ? { range } : {}) });
  return texts.map((it) => {
    const bytes = Buffer.from(`9${it}9`);
    return rule(bytes, 1, bytes.length - 1);
  });
}

const good = (texts: readonly string[]) => texts.map(() => undefined);

describe('the rule of a column', () => {
  it('takes whole numbers within the type', () => {
    const texts = ['0', '-1', '+7', '007', ' 12 ', '2147483647', '-2147483648', '5.0', '5.'];

    expect(verdicts({ kind: 'integer' }, texts)).toEqual(good(texts));
  });

  it('refuses what a cast would turn into another whole number', () => {
    const texts = ['1.5', '1e2', '0x10', '1_000', '--3', '٣', 'x', '-', '.5', '5.0x', '2147483648', '1e99', 'nan'];

    expect(verdicts({ kind: 'integer' }, texts)).toEqual([
      'not_a_whole_number',
      'not_a_whole_number',
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_a_whole_number',
      'not_a_number',
      'out_of_range',
      'out_of_range',
      'not_finite',
    ]);
  });

  it('keeps numbers within the range of the column', () => {
    const texts = ['0', '1', '53', '54'];

    expect(verdicts({ kind: 'smallint' }, texts, { min: 1, max: 53 })).toEqual([
      'out_of_range',
      undefined,
      undefined,
      'out_of_range',
    ]);
  });

  it('keeps whole numbers within their type where the range of the column is wider', () => {
    const range = { min: -1e12, max: 1e12 };

    expect(verdicts({ kind: 'integer' }, ['2147483647', '2147483648', '-5000000001'], range)).toEqual([
      undefined,
      'out_of_range',
      'out_of_range',
    ]);
    expect(verdicts({ kind: 'smallint' }, ['32768'], range)).toEqual(['out_of_range']);
  });

  it('keeps decimals within the range of the column, bounds included', () => {
    const texts = ['-0.01', '0', '100', '100.01'];

    expect(verdicts({ kind: 'decimal', precision: 9, scale: 2 }, texts, { min: 0, max: 100 })).toEqual([
      'out_of_range',
      undefined,
      undefined,
      'out_of_range',
    ]);
  });

  it('takes decimals with any number of places', () => {
    const texts = ['1', '-1.50', '+.5', '5.', '0000000000000000000001.2', ' 3.25', '9999999999999999.99', '1.23456789'];

    expect(verdicts({ kind: 'decimal', precision: 18, scale: 2 }, texts)).toEqual(good(texts));
  });

  it('refuses decimals that are none, not plain, not finite or too large, also once rounded', () => {
    const texts = ['.', '+', '1,5', '1 000', '1e3', 'inf', '10000000000000000', '9999999999999999.995', '1e20'];

    expect(verdicts({ kind: 'decimal', precision: 18, scale: 2 }, texts)).toEqual([
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_a_number',
      'not_finite',
      'out_of_range',
      'out_of_range',
      'out_of_range',
    ]);
  });

  it('takes days of the calendar, with midnight or without', () => {
    const texts = ['2024-02-29', ' 2000-02-29 ', '1999-12-31 00:00:00', '1999-12-31T00:00:00.000'];

    expect(verdicts({ kind: 'date' }, texts)).toEqual(good(texts));
  });

  it('refuses what is no day, though a cast might take it', () => {
    const texts = [
      '2023-02-29',
      '1900-02-29',
      '2024-04-31',
      '2024-13-01',
      '2024-00-10',
      '0000-01-01',
      '2024-1-5',
      '24-01-05',
    ];
    const others = [
      '2024/01/05',
      '20240105',
      'infinity',
      'epoch',
      '2024-01-05 10:00:00',
      '2024-01-05 (BC)',
      '-024-01-05',
    ];

    expect(new Set(verdicts({ kind: 'date' }, [...texts, ...others]))).toEqual(new Set(['not_a_date']));
  });

  it('takes 0 and 1 as flags, and nothing else', () => {
    expect(verdicts({ kind: 'flag' }, ['0', '1', ' 1 ', '1.0', '2', '-0', '01', 'true', '10'])).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'not_a_flag',
      'not_a_flag',
      'not_a_flag',
      'not_a_flag',
      'not_a_flag',
    ]);
  });

  it('counts the characters of a text, not its bytes', () => {
    const texts = ['가나다', 'abcd', '""""""', '😀😀😀', 'a b'];

    expect(verdicts({ kind: 'text', length: 3 }, texts)).toEqual([
      undefined,
      'text_too_long',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('asks for a value in every column', () => {
    const types: ColumnType[] = [
      { kind: 'integer' },
      { kind: 'flag' },
      { kind: 'date' },
      { kind: 'text', length: 9 },
      { kind: 'decimal', precision: 9, scale: 2 },
    ];

    expect(types.flatMap((it) => verdicts(it, ['', '  ']))).toEqual(Array(10).fill('empty'));
  });
});
