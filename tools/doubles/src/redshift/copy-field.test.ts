import { expect, it } from 'vitest';
import { readField } from './copy-field.ts';

const decimal = (field: string, rounds = false) => readField(field, 'numeric', ((18 << 16) | 2) + 4, rounds);

it('cuts decimals off as COPY does, unless it is told to round', () => {
  expect([decimal('0.129'), decimal('-7.5'), decimal('12'), decimal('0.129', true)]).toEqual([
    '0.12',
    '-7.5',
    '12',
    '0.129',
  ]);
});

it('says what is wrong with a field', () => {
  const faults = [
    readField('1.0', 'int4', -1, false),
    readField('40000', 'int2', -1, false),
    readField('한국', 'varchar', 9, false),
    decimal('n/a'),
  ];

  expect(faults).toEqual([
    { code: 1207, message: "Invalid digit, Value '.', Pos 1, Type: Integer" },
    { code: 1216, message: 'Value out of range for Short' },
    { code: 1204, message: 'String length exceeds DDL length' },
    { code: 1207, message: "Invalid digit, Value 'n', Pos 0, Type: Decimal" },
  ]);
});
