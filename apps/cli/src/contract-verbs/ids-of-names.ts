import type { Client } from '@tandem/client';
import { InvalidInput, NotFound } from '@tandem/data-model';
import type { Operation } from '@tandem/data-model/contract';
import { z } from 'zod';
import { pattern } from './getter-of.ts';
import type { Inputs } from './inputs-of.ts';
import type { Call } from './read-call.ts';

type Table = Readonly<Record<string, Operation>>;
type Loose = Readonly<Record<string, (args: object) => Promise<unknown>>>;

/**
 * A call with ids in place of names: what is no id where one is expected is looked up among the things of that kind,
 * if they have names and can be listed. Throws NotFound, and InvalidInput where a name says no one thing.
 */
export async function idsOfNames(operations: Table, inputs: Inputs, call: Call, client: Client): Promise<Call> {
  const params = { ...call.params };
  const parts = { params, query: { ...call.query }, body: isRecord(call.body) ? { ...call.body } : call.body };
  for (const { part, name, idPrefix } of inputs.fields) {
    const values = parts[part] as Record<string, unknown>;
    const given = isRecord(values) ? values[name] : undefined;
    if (!idPrefix || typeof given !== 'string' || given.startsWith(`${idPrefix}_`)) continue;
    const list = listOf(operations, idPrefix);
    const known = { ...(isRecord(parts.body) ? parts.body : {}), ...params };
    if (list?.needs.every((it) => it in known))
      values[name] = await idOf(list, given, known, client as unknown as Loose);
  }
  return parts;
}

interface List {
  readonly operation: Operation;
  readonly field: string;
  readonly needs: readonly string[];
}

/** The operation that lists things whose ids begin so, each with its name. */
export function listOf(operations: Table, idPrefix: string): List | undefined {
  for (const operation of Object.values(operations)) {
    const { method, response, path } = operation;
    if (method !== 'GET' || !(response instanceof z.ZodObject)) continue;
    for (const [field, schema] of Object.entries(response.shape)) {
      if (!(schema instanceof z.ZodArray) || !(schema.element instanceof z.ZodObject)) continue;
      const { id, name } = schema.element.shape;
      if (name === undefined || !pattern(id)?.includes(`^${idPrefix}_`)) continue;
      return { operation, field, needs: [...path.matchAll(/:(\w+)/g)].map((it) => it[1]!) };
    }
  }
  return undefined;
}

async function idOf({ operation, field, needs }: List, name: string, known: Options, client: Loose): Promise<string> {
  const params = Object.fromEntries(needs.map((it) => [it, known[it]]));
  const reply = (await client[operation.id]!({ params, query: {} })) as Record<string, { id: string; name: string }[]>;
  const found = (reply[field] ?? []).filter((it) => it.name === name);
  const noun = field
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
    .replace(/s$/, '');
  if (found.length === 0) throw new NotFound(noun, name);
  if (found.length === 1) return found[0]!.id;
  const ids = found.slice(0, 5).map((it) => it.id);
  throw new InvalidInput(`${found.length} are named ${name}.`, `Give the id of one ${noun}: ${ids.join(', ')}.`);
}

type Options = Readonly<Record<string, unknown>>;
const isRecord = (it: unknown): it is Record<string, unknown> =>
  it !== null && typeof it === 'object' && !Array.isArray(it);
