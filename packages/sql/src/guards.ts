import { endOfTime } from '@tandem/data-model';
import { sameIn } from './compare.ts';
import { identifier, identifiers, literal } from './quote.ts';

/** The keys that stand on more than one row of a table or relation. */
export function repeatedKeys(table: string, key: readonly string[]): string {
  return `select ${identifiers(key)} from ${table} t group by ${identifiers(key)} having count(*) > 1`;
}

/** The rows to add whose key the table has already. */
export function knownKeys(added: string, table: string, key: readonly string[]): string {
  return `select 1 from ${added} d join ${table} t on ${sameIn(key, 'd', 't')} where d._state = 'added'`;
}

/** The rows whose column holds no key of the table that it refers to. */
export function brokenReferences(table: string, column: string, referenced: string, key: string): string {
  return (
    `select 1 from ${table} t where not exists ` +
    `(select 1 from ${referenced} r where r.${identifier(key)} = t.${identifier(column)})`
  );
}

/** One row where a table does not hold just the rows that it must, by their number and content hash. */
export function otherContent(table: string, hash: string, expected: { rows: number; contentHash: string }): string {
  return (
    `select n from (select count(*) as n, ${hash} as h from ${table}) c ` +
    `where n <> ${expected.rows} or h <> ${literal(expected.contentHash)}`
  );
}

/** One row where a table does not have as many rows as it must. */
export function otherRowCount(table: string, expected: number): string {
  return `select n from (select count(*) as n from ${table}) c where n <> ${expected}`;
}

/** The versions of a dimension's rows that do not lie end to end until the end of time, the last of each key current. */
export function brokenVersions(table: string, key: string): string {
  return (
    'select 1 from (select valid_from, valid_to, is_current, ' +
    `lead(valid_from) over (partition by ${identifier(key)} order by valid_from) as _next from ${table}) v ` +
    `where valid_from >= valid_to or valid_to <> coalesce(_next, cast(${literal(endOfTime)} as date)) ` +
    'or is_current <> case when _next is null then 1 else 0 end'
  );
}
