import type { AuditEvent, AuditFilter } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';

/** A page of events, newest first, and the number before which the next one goes on; null at the end. */
export async function listAuditEvents(
  { audit }: Pick<ControlStore, 'audit'>,
  filter: AuditFilter,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<{ events: AuditEvent[]; next: number | null }> {
  const found = await audit.list(filter, { before, limit: limit + 1 });
  const events = found.slice(0, limit);
  return { events, next: found.length > limit ? events.at(-1)!.seq : null };
}
