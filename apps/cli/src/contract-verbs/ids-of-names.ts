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
  for (const { part, name, idPrefixes } of inputs.fields) {
    const values = parts[part] as Record<string, unknown>;
    const given = isRecord(values) ? values[name] : undefined;
    if (!idPrefixes || typeof given !== 'string' || idPrefixes.some((it) => given.startsWith(`${it}_`))) continue;
    const known = { ...(isRecord(parts.body) ? parts.body : {}), ...params };
    const lists = await reachable(operations, idPrefixes, known, client);
    if (lists.length > 0) values[name] = await idOf(lists, given, client as unknown as Loose);
  }
  return parts;
}

/** The lists in which such a thing is looked up, as far as it is known what they are of. */
async function reachable(
  operations: Table,
  idPrefixes: readonly string[],
  known: Options,
  client: Client,
): Promise<(List & { readonly params: object })[]> {
  const lists = idPrefixes.flatMap((it) => listOf(operations, it) ?? []);
  const all = { ...known };
  if (lists.some((it) => it.needs.includes('domainId')) && !all.domainId && typeof all.projectId === 'string')
    all.domainId = (await client.getProject({ params: { projectId: all.projectId } })).domainId;
  return lists
    .filter(({ needs }) => needs.every((it) => it in all))
    .map((list) => ({ ...list, params: Object.fromEntries(list.needs.map((it) => [it, all[it]])) }));
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

async function idOf(
  lists: readonly (List & { readonly params: object })[],
  name: string,
  client: Loose,
): Promise<string> {
  const found: string[] = [];
  for (const { operation, field, params } of lists) {
    const reply = await client[operation.id]!({ params, query: {} });
    const named = (reply as Record<string, { id: string; name: string }[]>)[field] ?? [];
    found.push(...named.filter((it) => it.name === name).map((it) => it.id));
  }
  const noun = lists.map((it) => singular(it.field)).join(' or ');
  if (found.length === 0) throw new NotFound(noun, name);
  if (found.length === 1) return found[0]!;
  throw new InvalidInput(
    `${found.length} are named ${name}.`,
    `Give the id of one ${noun}: ${found.slice(0, 5).join(', ')}.`,
  );
}

const singular = (field: string) =>
  field
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
    .replace(/s$/, '');

type Options = Readonly<Record<string, unknown>>;
const isRecord = (it: unknown): it is Record<string, unknown> =>
  it !== null && typeof it === 'object' && !Array.isArray(it);
