import { sameIn } from './compare.ts';
import { identifier, identifiers } from './quote.ts';

/** A statement whose row count is wanted under a name. */
export interface NamedStatement {
  readonly sql: string;
  readonly name: string;
}

export interface Merge {
  /** The table that changes, qualified. */
  readonly into: string;
  /** Rows to write, with a text column `_state` that says `added` or `changed`: at most one row for each key. */
  readonly from: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Adds new rows and replaces the values of known ones, in key order; counts them as `added` and `changed`. */
export function mergeByKey(
  { into, from, key, columns }: Merge,
  counts: { added: string; changed: string },
): NamedStatement[] {
  const values = columns.filter((it) => !key.includes(it));
  const set = values.map((it) => `${identifier(it)} = d.${identifier(it)}`).join(', ');
  return [
    ...(values.length === 0
      ? []
      : [
          {
            name: counts.changed,
            sql: `update ${into} as t set ${set} from ${from} d where d._state = 'changed' and ${sameIn(key, 't', 'd')}`,
          },
        ]),
    {
      name: counts.added,
      sql:
        `insert into ${into} (${identifiers(columns)}) select ${identifiers(columns)} from ${from} ` +
        `where _state = 'added' order by ${identifiers(key)}`,
    },
  ];
}
