import { createHash } from 'node:crypto';
import { ChangedSince } from '@tandem/data-model';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An ETag: the same for equal values, another for others. */
export const entityTag = (value: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)}"`;

/** Tags a reply by what of it callers can change, and gives it; a part makes no 304, and its operation says that it is one. */
export function tagged<T>(reply: FastifyReply, value: T, changeable: unknown = value): T {
  reply.header('etag', entityTag(changeable));
  return value;
}

/** Whether the caller has the reply already, by its If-None-Match. */
export function isKnown({ method, headers }: FastifyRequest, tag: unknown): boolean {
  return method === 'GET' && typeof tag === 'string' && names(headers['if-none-match'], tag);
}

const turns = new Map<string, Promise<unknown>>();

/**
 * Makes a change where what is there is as the caller's If-Match and If-None-Match say. Changes of one thing, by its
 * name, take turns in this process, so that what was looked at is what is changed. Throws ChangedSince.
 */
export async function whereUnchanged<T>(
  { headers }: FastifyRequest,
  name: string,
  present: () => Promise<unknown | undefined>,
  change: () => Promise<T>,
): Promise<T> {
  const turn = (turns.get(name) ?? Promise.resolve()).then(async () => {
    const match = headers['if-match'];
    const noneMatch = headers['if-none-match'];
    if (match !== undefined || noneMatch !== undefined) {
      const value = await present();
      refuseChanged(match, noneMatch, value === undefined ? undefined : entityTag(value));
    }
    return change();
  });
  const over = turn.catch(() => undefined);
  turns.set(name, over);
  void over.then(() => {
    if (turns.get(name) === over) turns.delete(name);
  });
  return turn;
}

function refuseChanged(match: string | undefined, noneMatch: string | undefined, tag: string | undefined): void {
  if (noneMatch !== undefined && tag !== undefined && names(noneMatch, tag)) {
    throw new ChangedSince('It exists already, as it is now.', 'Get it; to change it, send its ETag in If-Match.');
  }
  if (match === undefined || (tag !== undefined && names(match, tag))) return;
  throw new ChangedSince(
    tag === undefined ? 'It does not exist, or no longer.' : `It was changed since: its ETag is ${tag}, not ${match}.`,
    'Get it again, look at what has changed, and send the new ETag in If-Match.',
  );
}

/** Whether a list of tags, or `*`, names one. */
function names(header: string | undefined, tag: string): boolean {
  return header !== undefined && (header.trim() === '*' || header.split(',').some((it) => it.trim() === tag));
}
