import assert from 'node:assert/strict';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './connect.ts';

/** A table whose rows belong to a row of another, and which of them do. */
interface OwnedTable {
  readonly table: string;
  readonly belong: (id: string) => RawBuilder<boolean>;
}

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly target: string;
  readonly targetColumn: string;
}

/**
 * Every table that refers to `root`, by however many others, those first that no other refers to; `root` is the last.
 * It follows from the foreign keys, so that a table that a later migration brings is not forgotten.
 */
export async function ownedTables(db: Database, root: string): Promise<OwnedTable[]> {
  const references = await allReferences(db);
  const owned = new Set([root]);
  for (let size = 0; size < owned.size; ) {
    size = owned.size;
    for (const { table, target } of references) if (owned.has(target)) owned.add(table);
  }
  const inside = references.filter((it) => owned.has(it.table) && owned.has(it.target) && it.table !== it.target);
  const belong = (table: string, id: string): RawBuilder<boolean> => {
    if (table === root) return sql`id = ${id}`;
    const ways = inside.filter((it) => it.table === table);
    const direct = ways.filter((it) => it.target === root);
    return sql.join(
      (direct.length > 0 ? direct : ways).map(({ column, target, targetColumn }) =>
        target === root
          ? sql`${sql.ref(column)} = ${id}`
          : sql`${sql.ref(column)} in (select ${sql.ref(targetColumn)} from ${named(target)} where ${belong(target, id)})`,
      ),
      sql` or `,
    ) as RawBuilder<boolean>;
  };
  const ordered: OwnedTable[] = [];
  const waiting = new Set(owned);
  while (waiting.size > 0) {
    const [free] = [...waiting]
      .filter((it) => !inside.some((way) => way.target === it && waiting.has(way.table)))
      .sort();
    assert(free !== undefined, `tables that refer to each other in a circle: ${[...waiting].join(', ')}`);
    waiting.delete(free);
    ordered.push({ table: free, belong: (id) => belong(free, id) });
  }
  return ordered;
}

export async function countOwned(db: Database, root: string, id: string): Promise<{ table: string; rows: number }[]> {
  const counted: { table: string; rows: number }[] = [];
  for (const { table, belong } of await ownedTables(db, root)) {
    const { rows } = await sql<{ count: number }>`select count(*) from ${named(table)} where ${belong(id)}`.execute(db);
    counted.push({ table, rows: rows[0]!.count });
  }
  return counted;
}

/** In a transaction of the caller's. */
export async function deleteOwned(trx: Database, root: string, id: string): Promise<void> {
  for (const { table, belong } of await ownedTables(trx, root)) {
    await sql`delete from ${named(table)} where ${belong(id)}`.execute(trx);
  }
}

const named = (table: string) => sql.table(`tandem.${table}`);

async function allReferences(db: Database): Promise<Reference[]> {
  const { rows } = await sql<Reference & { columns: number }>`
    select child.relname as "table", a.attname as "column", parent.relname as target, b.attname as target_column,
      cardinality(c.conkey) as columns
    from pg_constraint c
    join pg_class child on child.oid = c.conrelid
    join pg_class parent on parent.oid = c.confrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
    where c.contype = 'f' and c.connamespace = 'tandem'::regnamespace
    order by 1, 2`.execute(db);
  for (const { table, columns } of rows) assert(columns === 1, `a foreign key of ${table} has one column`);
  return rows;
}
