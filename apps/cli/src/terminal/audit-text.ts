import type { AuditEvent } from '@tandem/data-model/contract';
import { aligned } from './aligned.ts';

interface Page {
  readonly events: readonly AuditEvent[];
  readonly next: number | null;
}

/** A line for each event: who did what to what; the reply itself has its changes, its request and its hash. */
export function auditText({ events, next }: Page, { width }: { readonly width?: number | undefined } = {}): string {
  const rows = events.map(({ seq, at, actor, onBehalfOf, action, subject, operation }) => [
    String(seq),
    at,
    onBehalfOf ? `${nameOf(actor)} for ${nameOf(onBehalfOf)}` : nameOf(actor),
    action,
    subject.kind,
    nameOf(subject),
    operation,
  ]);
  const table = aligned([['seq', 'at', 'who', 'action', 'kind', 'what', 'operation'], ...rows], 7, width);
  return `${table}\n${next === null ? '' : `There are older ones: the same with --before ${next}\n`}`;
}

const nameOf = ({ id, name }: { readonly id: string | null; readonly name: string | null }) => name ?? id ?? '-';
