import type { Acting } from '@tandem/ports';
import { auditLogContract } from '@tandem/ports/contract-tests';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { actAs } from './acting.ts';
import { connect } from './connect.ts';
import { openControlStore } from './open-control-store.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

auditLogContract('PostgreSQL', () => postgres.createDatabase(), openControlStore);

const ada: Acting = {
  actor: { kind: 'session', id: 'ada', name: 'Ada' },
  operation: 'createDomain',
  requestId: 'request 1',
};

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};
const tellActor = `select set_config('tandem.actor', '${JSON.stringify(ada)}', false)`;

describe('the audit log of a database', () => {
  let url: string;
  let store: Awaited<ReturnType<typeof openControlStore>>;
  const domain = (name: string) =>
    store.audit.as(ada, () => store.domains.create({ name, region: 'eu-west-1', portalUrl: 'http://localhost' }));
  const rows = async <T extends object>(text: string) =>
    connected(url, async (client) => (await client.query<T>(text)).rows);

  beforeAll(async () => {
    url = await postgres.createDatabase();
    store = await openControlStore(url);
  });
  afterAll(() => store.close());

  it('covers every table, but for those that are named here', async () => {
    const all = await rows<{ name: string; audited: boolean }>(`
      select relname as name, exists (select from pg_trigger where tgrelid = pg_class.oid and tgname = 'audit_changes') as audited
      from pg_class where relnamespace = 'tandem'::regnamespace and relkind in ('r', 'p') order by 1`);

    expect(all.filter((it) => !it.audited).map((it) => it.name)).toEqual([
      'audit_events',
      'audit_head',
      'failed_tries',
      'job_effects',
      'job_leases',
      'job_log',
      'kept_replies',
      'migration',
      'migration_lock',
      'rejects',
      // Follows from uploads, which are audited.
      'workflow_arrivals',
    ]);
    expect(all.some((it) => it.audited)).toBe(true);
  });

  it('refuses to be altered, by whatever statement', async () => {
    await domain('kept');

    for (const statement of [
      "update tandem.audit_events set payload = '{}'",
      'update tandem.audit_events set actor_name = default',
      'delete from tandem.audit_events',
      'truncate tandem.audit_events',
      'delete from tandem.audit_head',
      "insert into tandem.audit_head values (1, 0, '')",
      'truncate tandem.audit_head',
      'update tandem.audit_head set seq = 0',
    ]) {
      await expect(rows(statement), statement).rejects.toThrow('The audit log is only ever added to');
    }
    await expect(rows("update tandem.audit_events set actor_name = 'Eve'")).rejects.toThrow(
      'can only be updated to DEFAULT',
    );
  });

  it('leaves no connection of the pool with an actor, whether calls succeed or fail', async () => {
    const db = connect(url);
    const write = (k: number) =>
      actAs(ada, () =>
        db.transaction().execute(async (trx) => {
          await sql`update tandem.domains set portal_url = ${k}`.execute(trx);
          if (k % 2 === 1) await sql`selec`.execute(trx);
        }),
      );
    const actor = sql<{ actor: string | null }>`select current_setting('tandem.actor', true) as actor`;

    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, k) => write(k)));
    const seen = await Promise.all(Array.from({ length: 20 }, () => actAs(ada, () => actor.execute(db))));

    expect(outcomes.map((it) => it.status === 'fulfilled')).toEqual(outcomes.map((_, k) => k % 2 === 0));
    expect(seen.flatMap(({ rows: [it] }) => (it?.actor ? [it.actor] : []))).toEqual([]);
    await db.destroy();
  });

  it('can be asked in SQL by administrators', async () => {
    const { id } = await domain('asked');

    const found = await rows(`
      select actor_name, operation, action, subject_name, changes -> 'region' ->> 'new' as region,
        at > now() - interval '1 hour' as recent
      from audit.events where subject_id = '${id}'`);

    expect(found).toEqual([
      {
        actor_name: 'Ada',
        operation: 'createDomain',
        action: 'created',
        subject_name: 'asked',
        region: 'eu-west-1',
        recent: true,
      },
    ]);
  });

  it('has neither a change nor its event where the process dies between the two and the commit', async () => {
    const [before] = await rows('select seq from tandem.audit_head');

    await connected(url, async (client) => {
      await client.query(tellActor);
      await client.query('begin');
      await client.query("insert into tandem.domains values ('dom_1', now(), 'lost', 'eu-west-1', '')");
      await client.query('set constraints all immediate');
      const { rows: inside } = await client.query("select from audit.events where subject_id = 'dom_1'");
      expect(inside).toHaveLength(1);
      const killed = client.query('select pg_terminate_backend(pg_backend_pid())');
      await expect(killed).rejects.toThrow(/terminat/);
    });

    expect(await rows("select from tandem.domains where id = 'dom_1'")).toEqual([]);
    expect(await rows('select seq from tandem.audit_head')).toEqual([before]);
    await domain('after');
  });

  it('holds no lock before the commit: a transaction that waits for a record keeps nobody from writing', async () => {
    const [a, b] = [await domain('a'), await domain('b')];
    const rename = (id: string, name: string) => `update tandem.domains set portal_url = '${name}' where id = '${id}'`;

    await connected(url, (first) =>
      connected(url, async (second) => {
        for (const it of [first, second]) {
          await it.query(tellActor);
          await it.query('begin');
        }
        await first.query(`select from tandem.domains where id = '${a.id}' for update`);
        await second.query(rename(b.id, 'second'));
        const waiting = second.query(rename(a.id, 'second'));
        await domain('meanwhile');
        await first.query(rename(a.id, 'first'));
        await first.query('commit');
        await waiting;
        await second.query('commit');
      }),
    );

    const events = await store.audit.list({ subject: a.id }, { limit: 10 });
    expect(events.map((it) => it.changes.portal_url?.new)).toEqual(['second', 'first', 'http://localhost']);
  });
});
