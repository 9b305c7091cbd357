import type { Operation } from '@tandem/data-model/contract';
import { z } from 'zod';

/** The operation that tells how far something is that another one began, and its parameter that takes the id. */
export interface Getter {
  readonly operation: Operation;
  readonly idParameter: string;
}

/** Of an operation that only begins its work, the one that gives the same record by its id. */
export function getterOf(
  { status, response, path }: Operation,
  operations: Readonly<Record<string, Operation>>,
): Getter | undefined {
  if (status !== 202 || !(response instanceof z.ZodObject) || !('state' in response.shape && 'id' in response.shape))
    return undefined;
  const isId = pattern(response.shape.id);
  for (const operation of Object.values(operations)) {
    const last = /:(\w+)$/.exec(operation.path)?.[1];
    if (operation.method !== 'GET' || operation.response !== response || !last) continue;
    const given = [...operation.path.matchAll(/:(\w+)/g)].map((it) => it[1]!).filter((it) => it !== last);
    if (pattern(operation.params?.shape[last]) !== isId) continue;
    if (given.every((it) => path.includes(`:${it}`))) return { operation, idParameter: last };
  }
  return undefined;
}

/** The form of an id's schema, which tells ids of one noun from those of another. */
export const pattern = (schema: unknown): string | undefined =>
  schema instanceof z.ZodString
    ? schema._zod.def.checks?.map((it) => String((it._zod.def as { pattern?: RegExp }).pattern ?? '')).join()
    : undefined;
