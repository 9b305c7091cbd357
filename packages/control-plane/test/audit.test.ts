import { openControlStore } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import type { ControlStore } from '@tandem/ports';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { listAuditEvents, verifyAudit } from '../src/index.ts';

/** What somebody can do to the log who owns the database. */
let postgres: TestPostgres;
let url: string;
let control: ControlStore;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createDatabase();
  control = await openControlStore(url);
  const actor = { kind: 'session', id: '1', name: 'Ada' } as const;
  await control.audit.as({ actor, operation: 'createDomain', requestId: '1' }, async () => {
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      await control.domains.create({ name, region: 'eu-west-1', portalUrl: '' });
    }
  });
  await postgres.run(url, 'create table kept as select seq, payload, prev_hash, hash from tandem.audit_events');
}, 60_000);
beforeEach(() =>
  tamper(
    'delete from tandem.audit_events',
    'insert into tandem.audit_events (seq, payload, prev_hash, hash) select * from kept',
  ),
);
afterAll(async () => {
  await control.close();
  await postgres.stop();
});

const tamper = (...statements: string[]) =>
  postgres.run(url, ["set session_replication_role = 'replica'", ...statements].join(';'));
const broken = async () => (await verifyAudit(control)).broken;

it('is intact as it was written', async () => {
  const verdict = await verifyAudit(control);

  expect(verdict).toEqual({ intact: true, events: 5, head: { seq: 5, hash: expect.any(String) }, broken: null });
  expect(await verifyAudit(control, verdict.head)).toEqual(verdict);
});

it('names the one that was edited', async () => {
  await tamper("update tandem.audit_events set payload = replace(payload, 'Ada', 'Eve') where seq = 2");

  expect(await broken()).toEqual({ seq: 2, why: 'Its text is not what its hash was computed from.' });
});

it('names the one after it, where its hash was computed anew', async () => {
  await tamper(
    "update tandem.audit_events set payload = replace(payload, 'Ada', 'Eve') where seq = 2",
    String.raw`update tandem.audit_events set hash = encode(sha256(convert_to(prev_hash || E'\n' || payload, 'UTF8')), 'hex') where seq = 2`,
  );

  expect(await broken()).toEqual({ seq: 3, why: 'It does not follow number 2: one of the two was replaced or moved.' });
});

it('names the one that was deleted', async () => {
  await tamper('delete from tandem.audit_events where seq = 3');

  expect(await broken()).toEqual({ seq: 3, why: 'It is missing: the event after number 2 is number 4.' });
});

it('names where the end was cut off', async () => {
  await tamper('delete from tandem.audit_events where seq > 3');

  expect(await broken()).toEqual({ seq: 4, why: 'The log was cut off: it has had 5 events.' });
});

it('names the first of two that changed places', async () => {
  await tamper(
    'update tandem.audit_events set seq = 99 where seq = 2',
    'update tandem.audit_events set seq = 2 where seq = 4',
    'update tandem.audit_events set seq = 4 where seq = 99',
  );

  expect(await broken()).toMatchObject({ seq: 2, why: expect.stringContaining('does not follow number 1') });
});

it('names the one that was put in between', async () => {
  await tamper(
    'update tandem.audit_events set seq = -seq where seq > 2',
    'update tandem.audit_events set seq = 1 - seq where seq < 0',
    String.raw`insert into tandem.audit_events (seq, payload, prev_hash, hash)
      select 3, '{"seq": 3}', hash, encode(sha256(convert_to(hash || E'\n{"seq": 3}', 'UTF8')), 'hex')
      from tandem.audit_events where seq = 2`,
  );

  expect(await broken()).toMatchObject({ seq: 4, why: expect.stringContaining('does not follow number 3') });
});

it('names what was put behind the end', async () => {
  await tamper(
    "insert into tandem.audit_events (seq, payload, prev_hash, hash) select 6, '{}', hash, hash from tandem.audit_events where seq = 5",
  );

  expect(await broken()).toMatchObject({ seq: 6 });
});

it('is listed by pages, to the first', async () => {
  const first = await listAuditEvents(control, {}, { limit: 3 });
  const second = await listAuditEvents(control, {}, { before: first.next!, limit: 3 });

  expect([first.events.map((it) => it.seq), first.next]).toEqual([[5, 4, 3], 3]);
  expect([second.events.map((it) => it.seq), second.next]).toEqual([[2, 1], null]);
});
