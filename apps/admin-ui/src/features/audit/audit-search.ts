import type { AuditAsked } from '../../api/audit.ts';

/** What is asked for, and the number of the event that is open. */
export type AuditSearch = AuditAsked & { readonly event?: number };

/** A field of a form for an instant, in the browser's own time, as the address has it: UTC. Undefined where it is empty. */
export function toInstant(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The other way: `2026-11-23T09:00`, in the browser's own time. */
export function toLocal(instant: string | undefined): string {
  const ms = Date.parse(instant ?? '');
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
