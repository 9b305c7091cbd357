import { type Fault, InvalidInput } from '@tandem/data-model';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';

/** Checks requests and writes replies by the contract's zod schemas. A reply says what its schema says, and no more. */
export function useContractSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart = 'body' }) => (data) => {
    const result = schema.safeParse(data, { reportInput: true });
    if (result.success) return { value: result.data };
    return { error: invalid(httpPart, result.error.issues) };
  });
  app.setSerializerCompiler<z.ZodType>(
    ({ schema }) =>
      (data) =>
        JSON.stringify(schema.parse(data)),
  );
}

type Issue = z.core.$ZodIssue;

const parts: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

function invalid(part: string, issues: readonly Issue[]): InvalidInput {
  const at = parts[part] ?? part;
  const faults = issues.flatMap(flatten).map((issue) => fault(at, issue));
  const [first] = faults;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
  return new InvalidInput(
    `${first?.at ?? at} does not fit: expected ${first?.expected}, got ${first?.got}${more}.`,
    'Change what the faults name; /api/docs shows what each call takes.',
    { faults },
  );
}

/** The issues of the best fitting member of a union, in its place. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [best] = [...issue.errors].sort((a, b) => a.length - b.length);
  const inner = (best ?? []).map((it) => ({ ...it, path: [...issue.path, ...it.path] }));
  return inner.length > 0 ? inner.flatMap(flatten) : [issue];
}

function fault(part: string, issue: Issue): Fault {
  const at = [part, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return { at, expected: 'only the fields that the call has', got: issue.keys.map((it) => `"${it}"`).join(', ') };
  }
  return { at, expected: expected(issue), got: got(issue.input) };
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int'
        ? 'a whole number'
        : `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map((it) => JSON.stringify(it)).join(', ')}`;
    default:
      // zod begins with what is wrong, e.g. "Too small: expected string to have >=1 characters".
      return issue.message.replace(/^(?:Too|Invalid) \w+: (?:expected )?/, '');
  }
}

/** A value as text, cut short; containers by their kind only. */
function got(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
