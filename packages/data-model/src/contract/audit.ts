import { z } from 'zod';
import { DomainId } from './domains.ts';
import { instant, operation } from './operation.ts';

/** Who can stand behind a change: a caller by session or token, one without either, start-up itself, or a job. */
export const AuditActor = z
  .object({
    kind: z.enum(['session', 'token', 'anonymous', 'start-up', 'worker']),
    id: z.string().nullable().describe('What tells two of one name apart; null where the name does'),
    name: z.string(),
  })
  .meta({ id: 'AuditActor' });
export type AuditActor = z.infer<typeof AuditActor>;

const seq = z.int().min(1).describe('Number of an event, without gaps from 1');
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'the 64 hex digits of a SHA-256')
  .describe('SHA-256 of the hash before, a newline and the payload');

/**
 * A value before and after. What is long stands as `{ sha256, bytes }` of its JSON, what may be a secret as
 * `{ withheld: true }`.
 */
const Change = z.object({ old: z.unknown().optional(), new: z.unknown().optional() });

export const AuditEvent = z
  .object({
    seq,
    at: instant,
    actor: AuditActor,
    onBehalfOf: AuditActor.nullable().describe('For a worker: who last touched what it works on'),
    operation: z.string().describe('Id of the operation of the API, or kind of job'),
    requestId: z.string().describe('Id of the request, as in its reply and in the log; of a job, its record'),
    action: z.enum(['created', 'changed', 'deleted', 'done']).describe('done: an act that changes no record'),
    subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
    projectId: z.string().nullable(),
    domainId: z.string().nullable(),
    changes: z.record(z.string(), Change).describe('By column'),
    hash,
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

const word = z.string().min(1).max(200);

/** Which events are asked for: all that agree with every field that is given. */
export const AuditFilter = z.strictObject({
  actor: word.optional().describe('Id or name of who acted'),
  operation: word.optional().describe('Id of an operation, or kind of job'),
  request: word.optional().describe('Id of a request'),
  subject: word.optional().describe('Id of what was changed'),
  kind: word.optional().describe('Kind of what was changed, e.g. training-run'),
  project: word.optional().describe('Id of a project; also of one that was asked for something, or gave it'),
  domain: word.optional().describe('Id of a domain'),
  from: instant.optional().describe('Only events at this instant or after it'),
  to: instant.optional().describe('Only events before this instant'),
  text: word.optional().describe('Only events that hold this text anywhere, whatever its case'),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditVerification = z
  .object({
    intact: z.boolean(),
    events: z.int().describe('How many were read and found right'),
    head: z.object({ seq: z.int().min(0), hash }).describe('The last event, as the log itself keeps it'),
    broken: z
      .object({ seq, why: z.string() })
      .nullable()
      .describe('The first event that is not as it was written; null where all are'),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

const page = {
  before: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Only events with a smaller number: `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
const AuditPage = z.object({
  events: z.array(AuditEvent),
  next: seq.nullable().describe('Where older events go on; null where there are none'),
});

export const listAuditEvents = operation({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit-events',
  summary: 'Who changed what and when, newest first, a page at a time',
  tag: 'Audit',
  access: 'installation',
  query: AuditFilter.extend(page),
  status: 200,
  response: AuditPage,
});

export const listDomainAuditEvents = operation({
  id: 'listDomainAuditEvents',
  method: 'GET',
  path: '/domains/:domainId/audit-events',
  summary: 'Who changed what and when in a domain and its projects, newest first, a page at a time',
  tag: 'Audit',
  access: 'domain',
  right: 'manage',
  params: z.object({ domainId: DomainId }),
  query: AuditFilter.omit({ domain: true }).extend(page),
  status: 200,
  response: AuditPage,
});

export const getAuditVerification = operation({
  id: 'getAuditVerification',
  method: 'GET',
  path: '/audit-verification',
  summary: 'Whether every event is as it was written: computes the whole chain of hashes again',
  tag: 'Audit',
  access: 'installation',
  query: z
    .strictObject({
      seq: z.coerce.number().int().min(1).optional().describe('Number of an event whose hash was noted elsewhere'),
      hash: hash.optional().describe('That hash; given both, the log must still hold it'),
    })
    .refine((it) => (it.seq === undefined) === (it.hash === undefined), {
      error: 'expected seq and hash together',
      path: ['hash'],
    }),
  status: 200,
  response: AuditVerification,
});
