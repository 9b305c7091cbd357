import { z } from 'zod';
import type { Right } from './roles.ts';

/**
 * What a call is on: nothing that needs a right, for anyone or for any principal; the installation; the domain in the
 * path; or the project in the path.
 */
export type Access = 'public' | 'signed-in' | 'installation' | 'domain' | 'project';

/**
 * One call of the REST API. The server registers it, the OpenAPI document describes it and the client is typed by it;
 * none of them can say anything else.
 */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  /** What the caller needs there; where it does not say, see `rightOf`. */
  readonly right?: Right;
  /** What a token must be made for besides that right, for a call that writes though whoever may look may make it. */
  readonly scope?: Right;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON body; or `bytes`, a body that is streamed as it is. */
  readonly body?: z.ZodType | 'bytes';
  /** Longest JSON body in bytes; 1 MiB where it does not say. */
  readonly maxBodyBytes?: number;
  readonly status: 200 | 201 | 202 | 204;
  /** JSON; or a stream of server-sent events, each of this schema; or text of a media type. */
  readonly response: z.ZodType;
  /** Kinds of failure besides those that follow from its input and access. */
  readonly refuses?: readonly ('forbidden' | 'missing' | 'conflict' | 'rejected' | 'too-many' | 'unavailable')[];
  readonly produces?: 'application/json' | 'text/event-stream' | 'text/csv';
  /**
   * The reply has an ETag for If-Match: of the `whole` reply, so that a read may ask with If-None-Match whether it has
   * changed; or of the `part` of it that calls can change, which says nothing of what changes by itself.
   */
  readonly tagged?: 'whole' | 'part';
  /** Takes If-Match, so that a change is not made to what somebody else has changed meanwhile. */
  readonly conditional?: true;
  /** Changes nothing that anybody would want back, though its method is not GET: a query, a prediction. */
  readonly isRead?: true;
  /** The kind of catalog entry that it reads, and the parameter that names it: who has subscribed to that entry may call it too. */
  readonly reads?: { readonly kind: 'table' | 'forecast' | 'endpoint'; readonly param: string };
  /** Takes or gives a secret, or ends the caller's own session: for a person or a program, and no tool of an assistant. */
  readonly isPersonal?: true;
}

/** The right that an operation needs: to read for GET; else to operate a project, or to manage what is above it. */
export function rightOf({ method, access, right }: Pick<Operation, 'method' | 'access' | 'right'>): Right {
  return right ?? (method === 'GET' ? 'read' : access === 'project' ? 'operate' : 'manage');
}

/** The rights that must be among the scopes of a token. */
export const scopesOf = (it: Pick<Operation, 'method' | 'access' | 'right' | 'scope'>): readonly Right[] =>
  it.scope === undefined ? [rightOf(it)] : [rightOf(it), it.scope];

/** The entry of a catalog that a call reads, where its operation says. */
export function entryOf(
  { reads }: Pick<Operation, 'reads'>,
  params: Readonly<Record<string, unknown>>,
): string | undefined {
  const name = reads && params[reads.param];
  return typeof name === 'string' ? `${reads?.kind}:${name}` : undefined;
}

/** Whether a call leaves everything as it is. */
export const isRead = (it: Pick<Operation, 'method' | 'isRead'>): boolean => it.method === 'GET' || it.isRead === true;

export const operation = <const T extends Operation>(it: T): T => it;

export const id = (prefix: string, noun: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`), `an id such as ${prefix}_0198c6d2…`)
    .meta({ description: `Id of a ${noun}`, examples: [`${prefix}_0198c6d2a1b47c3d8e9f0a1b2c3d4e5f`] });

export const instant = z.iso.datetime().describe('Instant, UTC');

/** A stretch of work that a worker does: what state it is in, and when it changed. */
export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export const JobState = z.enum(jobStates);
export type JobState = z.infer<typeof JobState>;

/** Where a running job stands; `share` is 0 to 1, or null where the total is unknown. */
export const Progress = z.object({
  step: z.string().describe('What is being done now, as a stable word'),
  detail: z.string().describe('The same for a person, e.g. "ets, window 2 of 3"'),
  share: z.number().min(0).max(1).nullable(),
  etaSeconds: z.number().nonnegative().nullable(),
});
export type Progress = z.infer<typeof Progress>;

/** Why a job failed: the fields of a problem that still mean something later. */
export const JobError = z.object({ code: z.string(), detail: z.string(), mend: z.string() });
export type JobError = z.infer<typeof JobError>;

/** Whether a person waits for a job, or a timetable sent it: what people wait for goes before all that nobody does. */
export const JobPriority = z.enum(['interactive', 'scheduled']);
export type JobPriority = z.infer<typeof JobPriority>;

/** How a caller says it. */
export const priorityOfNew = JobPriority.default('interactive').describe(
  'scheduled: nobody waits for it, so it comes after all that somebody waits for',
);

export const jobFields = {
  state: JobState,
  priority: JobPriority.optional(),
  progress: Progress.nullable(),
  error: JobError.nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
};
