import type { ColumnType } from '@tandem/data-model';
import type { Dialect, TypedColumn } from '../dialect.ts';
import { identifier, identifiers, literal, qualified } from '../quote.ts';

/** Staging tables outlive the Data API's sessions, of which each statement has one; so they have a schema of their own. */
export const redshiftStaging = 'tandem_staging';

/**
 * Amazon Redshift. Keys and references are not declared: it does not enforce them, yet its planner trusts them, so that
 * one repeated key would give wrong answers; queries assert them instead. `iam_role default` is the default role of the
 * namespace.
 */
export const redshift: Dialect = {
  name: 'redshift',
  columnType(type) {
    switch (type.kind) {
      case 'flag':
        return 'smallint';
      case 'text':
        return `varchar(${bytesOf(type.length)})`;
      case 'decimal':
        return `numeric(${type.precision}, ${type.scale})`;
      default:
        return type.kind;
    }
  },
  columnAttributes({ physical }, column) {
    const encoding = physical.redshift.encoding?.[column];
    return encoding === undefined ? '' : ` encode ${encoding}`;
  },
  tableAttributes({ physical }) {
    const { distribution, sortKey } = physical.redshift;
    const spread =
      typeof distribution === 'string'
        ? `diststyle ${distribution}`
        : `diststyle key distkey (${identifier(distribution.key)})`;
    return ` ${spread}${sortKey.length > 0 ? ` compound sortkey (${identifiers(sortKey)})` : ''}`;
  },
  stagingTable: (name) => qualified(redshiftStaging, name),
  // COPY can neither skip a field, nor number a file, nor read `1.0` as an integer; so fields land as text, then are cast.
  copyCsv(into, file, address, fields, columns) {
    const read = new Map(columns.map((it) => [it.name, it]));
    const landed = fields.map((it, k) => {
      const column = read.get(it);
      return column ? `${identifier(it)} varchar(${landingBytes(column.type)})` : `"unread ${k}" varchar(65535)`;
    });
    return [
      `create temp table ${landing} (_line bigint, ${landed.join(', ')})`,
      copyInto(landing, address),
      `insert into ${into} select ${file}, _line, ${columns.map(fromText).join(', ')} from ${landing}`,
      `drop table ${landing}`,
    ];
  },
  unpivotCsv(address, keys, columns) {
    const fields = [
      ...keys.map((it) => `${identifier(it)} varchar(1024)`),
      ...columns.map((it) => `${identifier(it)} varchar(64)`),
    ];
    const rows = columns.map(
      (it) => `select ${identifiers(keys)}, ${literal(it)} as name, ${identifier(it)} as value from ${landing}`,
    );
    return {
      before: [`create temp table ${landing} (${fields.join(', ')})`, `${copyInto(landing, address)} ignoreheader 1`],
      relation: `(${rows.join(' union all ')})`,
      after: [`drop table ${landing}`],
    };
  },
  // The columns come in the order in which the table has them; every row comes, as COPY cannot choose.
  copyParquet: (into, address) => `copy ${into} from ${address} iam_role default format parquet`,
  // There is no ISO year among Redshift's date parts; it is the year of the week's Thursday.
  isoYear: (date) => `extract(year from date_trunc('week', ${date}) + interval '3 days')`,
  contentHash(columns) {
    const row = columns.reduce(
      (seed, it) => `fnv_hash(cast(${identifier(it)} as varchar(65535))${seed && `, ${seed}`})`,
      '',
    );
    // Digests are signed, and so is a remainder; adding the modulus once makes it a number that hexadecimal can write.
    const sum = `mod(mod(coalesce(sum(cast(${row} as numeric(38, 0))), 0), ${modulus}) + ${modulus}, ${modulus})`;
    return `cast(count(*) as varchar(20)) || '-' || lpad(to_hex(cast(${sum} as bigint)), 16, '0')`;
  },
};

const landing = '_tandem_landing';
/** Stands for null in a file that has no nulls; a field of this text would fail the load, as no column is nullable. */
const noField = 'tandem: this field is null';
const modulus = '9223372036854775807';
const maxBytes = 65_535;
/** Digits that a number may have after the point before it is rounded to its column's scale. */
const mostDigits = 38;

function copyInto(table: string, address: string): string {
  return `copy ${table} from ${address} iam_role default format as csv null as ${literal(noField)} maxerror 0 compupdate off statupdate off`;
}

/** Redshift counts bytes, and a character of UTF-8 has at most four. */
function bytesOf(characters: number): number {
  return Math.min(4 * characters, maxBytes);
}

function landingBytes(type: ColumnType): number {
  return type.kind === 'text' ? bytesOf(type.length) : 1024;
}

function fromText({ name, type }: TypedColumn): string {
  const field = `trim(${identifier(name)})`;
  switch (type.kind) {
    case 'text':
      return identifier(name);
    case 'date':
    case 'timestamp':
      return `cast(substring(${field}, 1, 10) as ${type.kind})`;
    case 'decimal':
      return `cast(${numberFrom(field, type.precision - type.scale)} as numeric(${type.precision}, ${type.scale}))`;
    default:
      return `cast(${numberFrom(field, 10)} as ${type.kind === 'flag' ? 'smallint' : type.kind})`;
  }
}

/** Plain digits exactly; what is written with an exponent goes by way of a double, which holds some 15 digits. */
function numberFrom(field: string, wholeDigits: number): string {
  const wide = `numeric(${mostDigits}, ${Math.min(20, mostDigits - wholeDigits)})`;
  return `case when lower(${field}) like '%e%' then cast(cast(${field} as double precision) as ${wide}) else cast(${field} as ${wide}) end`;
}
