import type { Dialect } from '../dialect.ts';
import { identifier, identifiers, literal } from '../quote.ts';

/** Else a home in a folder such as `year=2024` would overwrite every column `year` that is read. */
const noHive = 'hive_partitioning = false';

/**
 * DuckDB 1.5. Keys and references are not declared: on facts they make inserts several times slower and abort a
 * statement without naming the row; queries assert them instead.
 */
export const duckdb: Dialect = {
  name: 'duckdb',
  columnType(type) {
    switch (type.kind) {
      case 'flag':
        return 'smallint';
      case 'text':
        return `varchar(${type.length})`;
      case 'decimal':
        return `numeric(${type.precision}, ${type.scale})`;
      default:
        return type.kind;
    }
  },
  columnAttributes: () => '',
  tableAttributes: () => '',
  stagingTable: (name) => `staging.main.${identifier(name)}`,
  copyCsv(into, file, address, fields, columns) {
    const types = new Map(columns.map((it) => [it.name, this.columnType(it.type)]));
    const read = fields.map((it, k) =>
      types.has(it) ? `${literal(it)}: ${literal(types.get(it)!)}` : `${literal(`unread ${k}`)}: 'varchar'`,
    );
    const options = [
      'auto_detect = false',
      'header = false',
      "delim = ','",
      `quote = '"'`,
      `escape = '"'`,
      "new_line = '\\n'",
      noHive,
      'strict_mode = true',
      `columns = {'_line': 'bigint', ${read.join(', ')}}`,
    ];
    return [
      `insert into ${into} select ${file}, _line, ${identifiers(columns.map((it) => it.name))} ` +
        `from read_csv(${address}, ${options.join(', ')})`,
    ];
  },
  stagedRows(file, address, columns) {
    const typed = columns.map(
      (it) => `cast(${identifier(it.name)} as ${this.columnType(it.type)}) as ${identifier(it.name)}`,
    );
    return (
      `select ${file} as _file, cast(_line as bigint) as _line, ${typed.join(', ')} ` +
      `from read_parquet(${address}, ${noHive})`
    );
  },
  writeParquet: (query, address) => `copy (${query}) to ${address} (format parquet)`,
  unpivotCsv(address, keys) {
    const csv = `read_csv(${address}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', ${noHive})`;
    const others = `columns(* exclude (${identifiers(keys)}))`;
    return {
      before: [],
      relation: `(unpivot (select * from ${csv}) on ${others} into name name value value)`,
      after: [],
    };
  },
  readParquet(address, columns) {
    const texts = columns.map(({ name, kind }) => {
      const value = kind === 'instant' ? `timezone('UTC', ${identifier(name)})` : identifier(name);
      return `cast(${value} as varchar) as ${identifier(name)}`;
    });
    return (
      `select file_row_number + 1 as _line, ${texts.join(', ')} ` +
      `from read_parquet(${address}, file_row_number = true, ${noHive})`
    );
  },
  firstInParquet(addresses, columns, where) {
    const list = `[${addresses.join(', ')}]`;
    return (
      `select list_position(${list}, filename) - 1 as _of, ${identifiers(columns)} ` +
      `from read_parquet(${list}, filename = true, union_by_name = true, ${noHive}) where ${where} order by _of limit 1`
    );
  },
  copyParquet: (into, address, columns) =>
    `insert into ${into} (${identifiers(columns)}) select ${identifiers(columns)} from read_parquet(${address}, ${noHive})`,
  isoYear: (date) => `isoyear(${date})`,
  // The engine's own hash costs a hundredth of a digest of text; it is the same on every platform of one version.
  contentHash: (columns) =>
    `count(*) || '-' || format('{:016x}', ` +
    `(coalesce(sum(hash(${identifiers(columns)})), 0) % 18446744073709551616::hugeint)::ubigint)`,
};
