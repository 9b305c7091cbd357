import { type Fault, InvalidInput } from '@tandem/data-model';
import { schemaFaults } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';

/** Checks requests and writes replies by the contract's zod schemas. A reply says what its schema says, and no more. */
export function useContractSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart = 'body' }) => {
    const check = (data: unknown) => {
      const result = schema.safeParse(data, { reportInput: true });
      if (result.success) return { value: result.data };
      return { error: invalid(httpPart, schema, result.error.issues) };
    };
    return httpPart === 'params' ? lately(check) : check;
  });
  app.setSerializerCompiler<z.ZodType>(({ schema }) => {
    const written = new WeakMap<object, string>();
    return (data: unknown) => {
      // What is frozen, and so remembered, is the same each time; it is checked and written once.
      const isLasting = typeof data === 'object' && data !== null && Object.isFrozen(data);
      const known = isLasting ? written.get(data) : undefined;
      if (known !== undefined) return known;
      const text = JSON.stringify(schema.parse(data));
      if (isLasting) written.set(data, text);
      return text;
    };
  });
}

type Check = (data: unknown) => { readonly value: unknown } | { readonly error: InvalidInput };

/** Paths whose parameters are remembered, of each route. */
const mostPaths = 1_000;

/** Checks the parameters of a path once, and not again while the same ones keep coming. Nobody changes what they share. */
function lately(check: Check): Check {
  const known = new Map<string, { readonly value: unknown }>();
  return (params) => {
    const path = pathOf(params as Readonly<Record<string, string>>);
    const found = known.get(path);
    if (found) return found;
    const checked = check(params);
    if ('error' in checked) return checked;
    if (known.size >= mostPaths) known.clear();
    known.set(path, { value: Object.freeze(checked.value) });
    return checked;
  };
}

/** The values of a route's parameters, which are always the same ones and in one order, so that no two lists look alike. */
function pathOf(params: Readonly<Record<string, string>>): string {
  let path = '';
  for (const name in params) path += `${params[name]!.length}:${params[name]}`;
  return path;
}

const parts: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

function invalid(part: string, schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): InvalidInput {
  const at = parts[part] ?? part;
  const faults = schemaFaults(schema, issues, at);
  const [first] = faults;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
  return new InvalidInput(
    `${first?.at ?? at} does not fit: expected ${first?.expected}, got ${first?.got}${more}.`,
    mend(first),
    { faults },
  );
}

function mend(fault: Fault | undefined): string {
  const change = 'Change what the faults name; /api/docs shows what each call takes.';
  return fault?.example === undefined ? change : `Send ${fault.at} as in ${fault.example}. ${change}`;
}
