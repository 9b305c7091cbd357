import { isRead, Load, type Operation } from '@tandem/data-model/contract';
import { z } from 'zod';
import type { Scope } from './scope.ts';

/** Longest text that is uploaded as a file: what an assistant writes itself, not what it could read from a disk. */
export const maxContentLength = 1_000_000;
/** How long events are gathered: less than the minute after which clients give a call up. */
export const maxWaitSeconds = 50;

/** Arguments that are the tool's own, beside those of the operation. */
const own = {
  content: z.string().max(maxContentLength).describe('The text of the file'),
  waitSeconds: z
    .int()
    .min(1)
    .max(maxWaitSeconds)
    .default(20)
    .describe('How long to gather events; they end by themselves where the work has ended'),
  dryRun: z.boolean().default(false).describe('Only check the arguments and say what would be sent; change nothing'),
  confirmation: z
    .string()
    .max(100)
    .optional()
    .describe('The code that a call with the same arguments gave, once a person has approved it'),
} as const;

const ownNames = Object.keys(own);

/**
 * What a tool takes: path parameters and query by name, the body as `body`, and what is the tool's own. The project is
 * left out where there is but one.
 */
export function inputOf(operation: Operation, scope: Scope): z.ZodObject {
  const { params, query, body, produces } = operation;
  const { projectId, ...others } = params?.shape ?? {};
  const shape: Record<string, z.ZodType> = {
    ...(projectId && scope.projectId === null ? { projectId } : {}),
    ...(others as Record<string, z.ZodType>),
  };
  const add = (name: string, schema: z.ZodType) => {
    if (name in shape) throw new Error(`${operation.id} takes ${name} twice`);
    shape[name] = schema;
  };
  for (const [name, schema] of Object.entries(query?.shape ?? {})) add(name, schema as z.ZodType);
  if (ownNames.some((it) => it in shape)) throw new Error(`${operation.id} takes an argument of the tool's own`);
  if (body === 'bytes') add('content', own.content);
  else if (body) add('body', body);
  if (produces === 'text/event-stream') add('waitSeconds', own.waitSeconds);
  if (!isRead(operation)) add('dryRun', own.dryRun);
  if (!isRead(operation) && scope.allowChanges) add('confirmation', own.confirmation);
  return z.strictObject(shape);
}

/** A call as it goes to the API. */
export const SentRequest = z
  .object({ method: z.string(), path: z.string(), body: z.unknown().optional() })
  .meta({ id: 'SentRequest' });
export type SentRequest = z.infer<typeof SentRequest>;

/** What a tool gives as structured content: the reply, or for what changes something how far it came. */
export function outputOf(operation: Operation): z.ZodObject {
  const { id, response, produces } = operation;
  if (produces === 'text/csv') return z.object({ text: z.string(), isCut: z.boolean() });
  if (produces === 'text/event-stream') return z.object({ events: z.array(response), hasEnded: z.boolean() });
  if (isRead(operation)) return z.object({ result: response });
  return z.object({
    outcome: z.enum(['done', 'dry run', 'needs approval']),
    result: response.optional().describe('The reply, where it was done'),
    request: SentRequest.optional().describe('What would be sent, where it was not'),
    ...(id === 'createLoad' ? { plan: Load.optional().describe('Of a dry run: what the load would change') } : {}),
    confirmation: z.object({ code: z.string(), expiresAt: z.string() }).optional(),
  });
}

/** A schema as clients read it. What JSON Schema cannot say is left to zod's verdict. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
