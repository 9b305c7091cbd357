import { type Kysely, sql } from 'kysely';

/** How changes of a table are written down. */
export interface Audited {
  /** What one row is called; the table's name in the singular where it does not say. */
  readonly subject?: string;
  /** Columns that tell rows apart; `id` where it does not say. */
  readonly key?: readonly string[];
  /** Columns that change too often to be worth an event, such as counters: an update of these alone is none. */
  readonly quiet?: readonly string[];
}

/**
 * Has each change of a table of the schema `tandem` written to the audit log, for a migration. The events are written
 * when the transaction commits: the one lock that they need is then the last one that it takes, and is held for a
 * moment, however long the transaction was.
 */
export async function audited<DB>(
  db: Kysely<DB>,
  table: string,
  { subject = singular(table), key = ['id'], quiet = [] }: Audited = {},
): Promise<void> {
  await sql`
    create constraint trigger audit_changes after insert or update or delete on ${sql.table(`tandem.${table}`)}
      deferrable initially deferred
      for each row when (coalesce(current_setting('tandem.actor', true), '') <> '')
      execute function tandem.audit_change(${sql.lit(subject)}, ${sql.lit(key.join(','))}, ${sql.lit(quiet.join(','))})`.execute(
    db,
  );
}

const singular = (table: string) => table.replace(/s$/, '').replaceAll('_', '-');
