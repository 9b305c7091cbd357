import type { Job } from '@tandem/data-model/contract';
import { jobKinds } from '@tandem/data-model/contract';
import type { Jobs } from '@tandem/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Keeping } from './collection.ts';
import { kindsOfJob } from './job-kinds.ts';

/** Jobs of every kind as one list, out of the tables of their records. */
export function jobList({ db }: Keeping): Pick<Jobs, 'list' | 'get'> {
  return {
    async list(projectId, { kind, state, offset, limit }) {
      const kinds = kind === undefined ? jobKinds : [kind];
      const chosen = sql`(${sql.join(kinds.map(ofKind(projectId)), sql` union all `)}) jobs
        ${state === undefined ? sql`` : sql`where state = ${state}`}`;
      const [page, count] = await Promise.all([
        sql<Job>`select * from ${chosen} order by created_at desc, id desc limit ${limit} offset ${offset}`.execute(db),
        sql<{ total: number }>`select count(*) as total from ${chosen}`.execute(db),
      ]);
      return { jobs: page.rows, total: count.rows[0]!.total };
    },
    async get(projectId, id) {
      const kind = kindOfId(id);
      if (!kind) return undefined;
      const { rows } = await sql<Job>`${ofKind(projectId)(kind)} and r.id = ${id}`.execute(db);
      return rows[0];
    },
  };
}

const prefixes: Readonly<Record<string, Job['kind']>> = {
  prj: 'provision',
  lod: 'load',
  run: 'train',
  bfc: 'batch-forecast',
  ept: 'deploy',
  wfr: 'workflow',
};

export const kindOfId = (id: string): Job['kind'] | undefined => prefixes[id.slice(0, 3)];

/** What it says of an end is of the time before where it is open again. */
const ofKind =
  (projectId: string) =>
  (kind: Job['kind']): RawBuilder<Job> => {
    const { table, name, state, open, keepsProgress } = kindsOfJob[kind];
    const ofProject = kind === 'provision' ? 'r.id' : 'r.project_id';
    const instants = keepsProgress
      ? 'r.progress, r.error, r.created_at, r.started_at, r.ended_at'
      : 'null::jsonb as progress, r.error, r.created_at, case when l.attempts > 0 then l.claimed_at end as started_at, l.ended_at';
    return sql<Job>`select r.id, ${sql.raw(ofProject)} as project_id, ${kind}::text as kind, ${sql.raw(name)} as name,
        ${sql.raw(state)} as state, ${sql.raw(instants)}, coalesce(l.attempts, 0) as attempts
      from ${sql.table(`tandem.${table}`)} r left join tandem.job_leases l
        on l.job_id = r.id and (l.ended_at is null or r.state <> all (${[...open]}))
      where ${sql.raw(ofProject)} = ${projectId}`;
  };
