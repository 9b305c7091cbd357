import type { Collection, Unsaved } from '@tandem/ports';
import { type Database, schema } from './connect.ts';
import { newId } from './new-id.ts';
import { toRow } from './row.ts';

/** What a group of records needs to be kept. */
export interface Keeping {
  readonly db: Database;
  readonly now: () => Date;
}

/** Inserts a record with the present instant, and a new id where it brings none. */
export async function insert<T>({ db, now }: Keeping, table: string, prefix: string, record: object): Promise<T> {
  const createdAt = now();
  const row = { id: newId(prefix, createdAt.getTime()), ...record, createdAt: createdAt.toISOString() };
  return (await db
    .withSchema(schema)
    .insertInto(table)
    .values(toRow(row))
    .returningAll()
    .executeTakeFirstOrThrow()) as T;
}

/** Changes fields of a record where it is in one of the states; undefined where it is not, or is gone. */
export async function change<T>(
  { db }: Keeping,
  table: string,
  id: string,
  fields: object,
  states?: readonly string[],
): Promise<T | undefined> {
  const row = toRow(fields as Record<string, unknown>);
  let query = db.withSchema(schema).updateTable(table).set(row).where('id', '=', id);
  if (states) query = query.where('state', 'in', [...states]);
  return (await query.returningAll().executeTakeFirst()) as T | undefined;
}

/** Records of one kind within projects. */
export function collection<T extends { id: string; projectId: string }>(
  keeping: Keeping,
  table: string,
  prefix: string,
): Collection<T> {
  const all = () => keeping.db.withSchema(schema).selectFrom(table).selectAll();
  return {
    create: (record: Unsaved<T>) => insert<T>(keeping, table, prefix, record),
    async get(projectId, id) {
      return (await all().where('id', '=', id).where('projectId', '=', projectId).executeTakeFirst()) as T | undefined;
    },
    async list(projectId, page) {
      let query = all().where('projectId', '=', projectId).orderBy('id', 'desc');
      if (page?.before !== undefined) query = query.where('id', '<', page.before);
      if (page) query = query.limit(page.limit);
      return (await query.execute()) as unknown as T[];
    },
    update: (id, fields, states) => change<T>(keeping, table, id, fields, states),
  };
}
