import { RedshiftError } from './redshift-error.ts';

export interface FieldFault {
  readonly code: number;
  readonly message: string;
}

const ranges: Readonly<Record<string, readonly [bigint, string]>> = {
  int2: [2n ** 15n, 'Short'],
  int4: [2n ** 31n, 'Integer'],
  int8: [2n ** 63n, 'Long'],
};

/** A field of CSV as COPY reads it into a column of a type: as text for PostgreSQL, or what is wrong with it. */
export function readField(field: string, type: string, typmod: number, rounds: boolean): string | FieldFault | null {
  switch (type) {
    case 'varchar':
      return Buffer.byteLength(field) > typmod - 4
        ? { code: 1204, message: 'String length exceeds DDL length' }
        : field;
    case 'int2':
    case 'int4':
    case 'int8':
      return integer(field.trim(), ...ranges[type]!);
    case 'numeric':
      return decimal(field.trim(), ((typmod - 4) >> 16) & 0xffff, (typmod - 4) & 0xffff, rounds);
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(field)
        ? field
        : { code: 1206, message: 'Invalid Date Format - length must be 10 or more' };
    default:
      throw new RedshiftError(`this double's COPY does not fill columns of type ${type}`);
  }
}

function integer(text: string, bound: bigint, name: string): string | FieldFault | null {
  if (text === '') return null;
  const bad = text.search(/(?!^[+-])[^0-9]/);
  if (bad >= 0 || !/\d/.test(text)) {
    const at = Math.max(0, bad);
    return { code: 1207, message: `Invalid digit, Value '${text[at]}', Pos ${at}, Type: ${name}` };
  }
  const value = BigInt(text.replace('+', ''));
  return value < -bound || value >= bound ? { code: 1216, message: `Value out of range for ${name}` } : text;
}

/** What is finer than the scale is cut off, unless ROUNDEC is given. */
function decimal(text: string, precision: number, scale: number, rounds: boolean): string | FieldFault | null {
  if (text === '') return null;
  const [, whole, fraction = ''] = /^[+-]?0*(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || whole.length + fraction.length + text.search(/0|$/) === 0) {
    return { code: 1207, message: `Invalid digit, Value '${text[0]}', Pos 0, Type: Decimal` };
  }
  if (whole.length > precision - scale) return { code: 1216, message: 'Numeric data overflow (result precision)' };
  const extra = fraction.length - scale;
  return extra <= 0 || rounds ? text : text.slice(0, text.length - extra).replace(/\.$/, '');
}
