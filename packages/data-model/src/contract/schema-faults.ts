import type { z } from 'zod';
import type { Fault } from '../errors.ts';
import { isSecretName } from './is-secret-name.ts';
import { schemaAt, schemaExample } from './schema-example.ts';

type Issue = z.core.$ZodIssue;

/**
 * What does not fit a schema, in words: where, what fits, and what was there (issues of a parse with `reportInput`), and what would be taken. Of
 * a union, what its best fitting member says. `at` begins with `root`, where one is given.
 */
export function schemaFaults(schema: z.core.$ZodType, issues: readonly Issue[], root?: string): Fault[] {
  return issues.flatMap(flatten).map((issue) => {
    const at = [...(root === undefined ? [] : [root]), ...issue.path.map(String)].join('.');
    if (issue.code !== 'unrecognized_keys') {
      return {
        at,
        expected: expected(issue),
        got: isSecretName(String(issue.path.at(-1))) ? 'something else' : got(givenIn(issue)),
        ...example(schema, issue.path),
      };
    }
    const fields = fieldsAt(schema, issue.path);
    return {
      at,
      expected: fields.length > 0 ? `only ${fields.join(', ')}` : 'no such field',
      got: issue.keys.map((it) => `"${it}"`).join(', '),
    };
  });
}

/** Names of the fields that an object at a path of a schema can have; none where it is no object of named fields. */
export function fieldsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const [name, ...rest] = path;
      if (name === undefined) return Object.keys(def.shape);
      const field = def.shape[String(name)];
      return field ? fieldsAt(field, rest) : [];
    }
    case 'array':
      return fieldsAt(def.element, path.slice(1));
    case 'record':
      return fieldsAt(def.valueType, path.slice(1));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return fieldsAt(def.innerType, path);
    default:
      return [];
  }
}

/** The issues of the best fitting member of a union, in its place. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [best] = [...issue.errors].sort((a, b) => a.length - b.length);
  const inner = (best ?? []).map((it) => ({ ...it, path: [...issue.path, ...it.path] }));
  return inner.length > 0 ? inner.flatMap(flatten) : [issue];
}

/** What was there: where a field decides which member of a union is meant, that field. */
function givenIn(issue: Issue): unknown {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue.input;
  return (issue.input as Readonly<Record<string, unknown>> | undefined)?.[issue.discriminator];
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_union':
      return issue.message.replace(/^Invalid discriminator value\. Expected /, 'one of ').replaceAll(' | ', ', ');
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

/** What would fit there, where it is short enough to be read. */
function example(schema: z.core.$ZodType, path: readonly PropertyKey[]): Pick<Fault, 'example'> {
  const at = schemaAt(schema, path);
  const text = at && JSON.stringify(schemaExample(at));
  return text !== undefined && text.length <= 200 ? { example: text } : {};
}

/** A value as text, cut short; containers by their kind only. */
function got(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
