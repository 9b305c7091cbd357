import { randomUUID } from 'node:crypto';

/** The id that a caller gave its request, so that both sides' logs have the same; else, or where it is no id, a new one. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}
