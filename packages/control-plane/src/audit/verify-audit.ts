import { createHash } from 'node:crypto';
import type { AuditVerification } from '@tandem/data-model/contract';
import type { AuditChain, AuditLink, AuditLog } from '@tandem/ports';

/** What the first event follows. */
const start: Pick<AuditLink, 'seq' | 'hash'> = { seq: 0, hash: '0'.repeat(64) };

/** The hash of an event: of the hash before it and of its own text. */
export const auditHash = (prevHash: string, payload: string): string =>
  createHash('sha256').update(`${prevHash}\n${payload}`, 'utf8').digest('hex');

/**
 * Whether the audit log is as it was written. `noted` is an event's hash that was kept elsewhere: whoever can rewrite
 * the whole log, its hashes included, cannot rewrite that.
 */
export function verifyAudit(
  { audit }: { readonly audit: Pick<AuditLog, 'read'> },
  noted?: Pick<AuditLink, 'seq' | 'hash'>,
): Promise<AuditVerification> {
  return audit.read((chain) => verifyChain(chain, noted));
}

/** The same of a chain that is given. Memory for one page, and a hash for each event. */
export async function verifyChain(
  { head, pages }: AuditChain,
  noted?: Pick<AuditLink, 'seq' | 'hash'>,
): Promise<AuditVerification> {
  let last = start;
  const verdict = (broken: AuditVerification['broken'] = null): AuditVerification => ({
    intact: broken === null,
    events: last.seq,
    head: { seq: head.seq, hash: head.hash || start.hash },
    broken,
  });
  for await (const page of pages) {
    for (const link of page) {
      const why = faultOf(link, last, noted);
      if (why) return verdict({ seq: last.seq + 1, why });
      last = link;
    }
  }
  const why = faultOfEnd(last, head, noted);
  return verdict(why ? { seq: last.seq + 1, why } : null);
}

function faultOf(link: AuditLink, last: Pick<AuditLink, 'seq' | 'hash'>, noted?: Pick<AuditLink, 'seq' | 'hash'>) {
  const { seq, payload, prevHash, hash } = link;
  if (seq !== last.seq + 1) return `It is missing: the event after number ${last.seq} is number ${seq}.`;
  if (auditHash(prevHash, payload) !== hash) return 'Its text is not what its hash was computed from.';
  if (prevHash !== last.hash) {
    return seq === 1
      ? 'It does not begin the log: it follows another event.'
      : `It does not follow number ${last.seq}: one of the two was replaced or moved.`;
  }
  if (numberWithin(payload) !== seq) return `It was written as number ${numberWithin(payload)}.`;
  if (noted?.seq === seq && noted.hash !== hash) return `Its hash was ${noted.hash} when it was noted.`;
  return undefined;
}

function faultOfEnd(
  last: Pick<AuditLink, 'seq' | 'hash'>,
  head: Pick<AuditLink, 'seq' | 'hash'>,
  noted?: Pick<AuditLink, 'seq' | 'hash'>,
) {
  if (head.hash === '') return 'The log no longer says which event is its last.';
  if (last.seq < head.seq) return `The log was cut off: it has had ${head.seq} events.`;
  if (last.seq > head.seq) return `The log has had ${head.seq} events; those after it were added by another way.`;
  if (last.hash !== head.hash) return `Number ${last.seq} was replaced: the log itself keeps another hash of it.`;
  if (noted && noted.seq > last.seq) return `The log was cut off: its event ${noted.seq} was noted.`;
  return undefined;
}

function numberWithin(payload: string): unknown {
  try {
    return (JSON.parse(payload) as { seq?: unknown } | null)?.seq;
  } catch {
    return undefined;
  }
}
