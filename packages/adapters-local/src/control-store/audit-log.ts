import assert from 'node:assert/strict';
import type { AuditEvent, AuditFilter } from '@tandem/data-model/contract';
import type { AuditLink, AuditLog } from '@tandem/ports';
import { sql } from 'kysely';
import { actAs, actingJson, whoActs } from './acting.ts';
import { type Database, schema } from './connect.ts';
import { toRow } from './row.ts';

const pageSize = 1_000;

/** The audit log as triggers of the database keep it; see the migration that made it. */
export function auditLog(db: Database): AuditLog {
  return {
    as: actAs,
    async note({ projectId, ...subject }) {
      const acting = whoActs();
      assert(acting, 'somebody must act where an act is noted');
      const { event } = toRow({
        event: { onBehalfOf: null, action: 'done', subject, projectId, changes: {} },
      });
      await sql`
        select tandem.audit_append(${actingJson(acting)}::jsonb || ${event}::jsonb || jsonb_build_object(
          'domainId', (select domain_id from tandem.projects where id = ${projectId})))`.execute(db);
    },
    async list(filter, { before, limit }) {
      let query = db.withSchema(schema).selectFrom('auditEvents').select(['payload', 'hash']);
      for (const [field, column] of Object.entries(columns)) {
        const value = filter[field as keyof AuditFilter];
        if (value !== undefined) query = query.where(column, '=', value);
      }
      const { project, actor, from, to, text } = filter;
      if (project !== undefined) query = query.where(concerns(project));
      if (actor !== undefined) {
        query = query.where((it) => it.or([it('actorId', '=', actor), it('actorName', '=', actor)]));
      }
      if (from !== undefined) query = query.where('at', '>=', asWritten(from));
      if (to !== undefined) query = query.where('at', '<', asWritten(to));
      if (text !== undefined) query = query.where(sql<boolean>`strpos(lower(payload), lower(${text})) > 0`);
      if (before !== undefined) query = query.where('seq', '<', before);
      const rows = await query.orderBy('seq', 'desc').limit(limit).execute();
      return rows.map(({ payload, hash }) => ({ ...JSON.parse(payload as string), hash }) as AuditEvent);
    },
    read: (work) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx) => {
          const head = await trx.withSchema(schema).selectFrom('auditHead').select(['seq', 'hash']).executeTakeFirst();
          return work({ head: (head ?? { seq: 0, hash: '' }) as AuditLink, pages: pagesOf(trx) });
        }),
  };
}

/** Fields of a filter that name a column's value. */
const columns = {
  operation: 'operation',
  request: 'requestId',
  subject: 'subjectId',
  kind: 'subjectKind',
  domain: 'domainId',
} as const satisfies Partial<Record<keyof AuditFilter, string>>;

/**
 * Events of a project, and of what others asked of it or were given: of each subject that was made with it as the
 * publisher. An array of their ids, so that an index finds the events of either side.
 */
const concerns = (projectId: string) => sql<boolean>`(project_id = ${projectId} or subject_id = any (array(
  select subject_id from tandem.audit_events where publisher_id = ${projectId})))`;

/** Instants of events are text of one width, UTC, to the millisecond, so that they sort as they follow each other. */
const asWritten = (instant: string) => new Date(instant).toISOString();

async function* pagesOf(db: Database): AsyncGenerator<AuditLink[]> {
  for (let last = Number.NEGATIVE_INFINITY; ; ) {
    let query = db.withSchema(schema).selectFrom('auditEvents').select(['seq', 'payload', 'prevHash', 'hash']);
    if (Number.isFinite(last)) query = query.where('seq', '>', last);
    const page = (await query.orderBy('seq').limit(pageSize).execute()) as unknown as AuditLink[];
    if (page.length === 0) return;
    yield page;
    last = page.at(-1)!.seq;
  }
}
