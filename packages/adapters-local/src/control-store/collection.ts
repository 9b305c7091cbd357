import { LeaseLost } from '@tandem/data-model';
import type { Collection, Lease, Unsaved } from '@tandem/ports';
import type { OnConflictBuilder } from 'kysely';
import { type Database, schema, type Tables } from './connect.ts';
import { newId } from './new-id.ts';
import { repeatableId } from './repeatable-id.ts';
import { toRow } from './row.ts';

/** What a group of records needs to be kept. */
export interface Keeping {
  readonly db: Database;
  readonly now: () => Date;
  /** The attempt at a job without whose lease nothing is changed. */
  readonly lease?: Lease;
  /** Whether `db` is a transaction, which has looked at the lease at its begin. */
  readonly within?: true;
}

/** One change, in a transaction with a look at the lease where there is one. Throws LeaseLost. */
export function write<T>(keeping: Keeping, act: (keeping: Keeping) => Promise<T>): Promise<T> {
  return keeping.lease ? transaction(keeping, act) : act(keeping);
}

/** Several changes in one transaction, which is the caller's where it has one. Throws LeaseLost. */
export function transaction<T>(keeping: Keeping, act: (keeping: Keeping) => Promise<T>): Promise<T> {
  if (keeping.within) return act(keeping);
  return keeping.db.transaction().execute(async (db) => {
    if (keeping.lease) await requireLease(db, keeping.lease);
    return act({ ...keeping, db, within: true });
  });
}

/** Locks the lease until the transaction ends, so that no other attempt begins meanwhile. */
async function requireLease(db: Database, { jobId, token }: Lease): Promise<void> {
  const found = await db
    .withSchema(schema)
    .selectFrom('jobLeases')
    .select('token')
    .where('jobId', '=', jobId)
    .forShare()
    .executeTakeFirst();
  if (found?.token !== token) throw new LeaseLost(jobId);
}

/** Inserts a record with the present instant, and a new id where it brings none. */
export function insert<T>(keeping: Keeping, table: string, prefix: string, record: object): Promise<T> {
  const createdAt = keeping.now();
  const row = { id: newId(prefix, createdAt.getTime()), ...record, createdAt: createdAt.toISOString() };
  return write(
    keeping,
    async ({ db }) =>
      (await db.withSchema(schema).insertInto(table).values(toRow(row)).returningAll().executeTakeFirstOrThrow()) as T,
  );
}

/** The same; where the work is done again that made it, the record that is there. */
export async function insertOnce<T>(keeping: Keeping, table: string, prefix: string, record: object): Promise<T> {
  const id = 'id' in record ? record.id : repeatableId(prefix);
  if (id === undefined) return insert(keeping, table, prefix, record);
  const row = toRow({ ...record, id, createdAt: keeping.now().toISOString() });
  return write(keeping, async ({ db }) => {
    const tables = db.withSchema(schema);
    const rest = (it: OnConflictBuilder<Tables, string>) => it.column('id').doNothing();
    const made = await tables.insertInto(table).values(row).onConflict(rest).returningAll().executeTakeFirst();
    if (made) return made as T;
    const one = tables.selectFrom(table).selectAll().where('id', '=', id);
    return (await one.where('projectId', '=', row.projectId).executeTakeFirstOrThrow()) as T;
  });
}

/** Changes fields of a record where it is in one of the states; undefined where it is not, or is gone. */
export function change<T>(
  keeping: Keeping,
  table: string,
  id: string,
  fields: object,
  states?: readonly string[],
): Promise<T | undefined> {
  const row = toRow(fields as Record<string, unknown>);
  return write(keeping, async ({ db }) => {
    let query = db.withSchema(schema).updateTable(table).set(row).where('id', '=', id);
    if (states) query = query.where('state', 'in', [...states]);
    return (await query.returningAll().executeTakeFirst()) as T | undefined;
  });
}

/** Records of one kind within projects. */
export function collection<T extends { id: string; projectId: string }>(
  keeping: Keeping,
  table: string,
  prefix: string,
): Collection<T> {
  const all = () => keeping.db.withSchema(schema).selectFrom(table).selectAll();
  return {
    create: (record: Unsaved<T>) => insertOnce<T>(keeping, table, prefix, record),
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
