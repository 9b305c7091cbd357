import type { AuditEvent } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { auditText } from './audit-text.ts';

const event: AuditEvent = {
  seq: 12,
  at: '2026-05-01T12:00:00.000Z',
  actor: { kind: 'session', id: 'usr_1', name: 'ada' },
  onBehalfOf: null,
  operation: 'createLoad',
  requestId: 'request',
  action: 'created',
  subject: { kind: 'load', id: 'lod_1', name: null },
  projectId: 'prj_1',
  domainId: 'dom_1',
  changes: {},
  hash: '0'.repeat(64),
};
const worker = { kind: 'worker', id: null, name: 'worker' } as const;

it('says who did what to what, and where older events are', () => {
  const load = { ...event, seq: 13, actor: worker, onBehalfOf: event.actor, operation: 'load' };
  const upload = { kind: 'upload', id: 'upl_1', name: 'sales.csv' };

  expect(auditText({ events: [load, { ...event, subject: upload }], next: 12 })).toBe(
    `seq  at                        who             action   kind    what       operation
13   2026-05-01T12:00:00.000Z  worker for ada  created  load    lod_1      load
12   2026-05-01T12:00:00.000Z  ada             created  upload  sales.csv  createLoad
There are older ones: the same with --before 12
`,
  );
});
