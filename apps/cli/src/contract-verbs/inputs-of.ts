import type { Operation } from '@tandem/data-model/contract';
import { z } from 'zod';

/** One field that an operation takes, as the command line gives it. */
export interface Input {
  readonly part: 'params' | 'query' | 'body';
  /** As the contract spells it. */
  readonly name: string;
  /** As it is typed, without dashes before it. */
  readonly flag: string;
  readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'texts' | 'json';
  readonly required: boolean;
  readonly description: string;
  /** Of a boolean, whether leaving it out says yes. */
  readonly isTrueByDefault?: boolean;
  readonly choices?: readonly string[];
  readonly least?: number;
  readonly most?: number;
  /** Of an id, what may stand before `_`, such as `prj`. */
  readonly idPrefixes?: readonly string[];
}

/** What a command line can give an operation. */
export interface Inputs {
  readonly fields: readonly Input[];
  /** Whether the body can be given whole: as JSON, or as bytes that are sent as they are. */
  readonly wholeBody: 'json' | 'bytes' | undefined;
}

/** Flags that verbs have besides the fields of their operations. */
const reserved = ['json', 'dry-run', 'from', 'out', 'format', 'wait', 'url', 'profile', 'project', 'help', 'version'];

type Json = z.core.JSONSchema.BaseSchema;

/** The fields of path, query and JSON body, by the JSON Schema of the contract's schemas. */
export function inputsOf({ params, query, body }: Operation): Inputs {
  const fields = [
    ...(params ? fieldsOf('params', params) : []),
    ...(query ? fieldsOf('query', query) : []),
    ...(body && body !== 'bytes' ? fieldsOf('body', body) : []),
  ];
  const isTaken = ({ part, flag }: Input) =>
    part !== 'params' &&
    (reserved.includes(flag) || fields.some((it) => it.flag === flag && it.part !== part && part === 'body'));
  return {
    fields: fields.map((it) => (isTaken(it) ? { ...it, flag: `${it.part}-${it.flag}` } : it)),
    wholeBody: body === undefined ? undefined : body === 'bytes' ? 'bytes' : 'json',
  };
}

function fieldsOf(part: Input['part'], schema: z.ZodType): Input[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const follow = (it: Json): Json => {
    const { $ref, ...rest } = it;
    const name = $ref?.split('/').at(-1);
    return name === undefined ? it : { ...follow((root.$defs?.[name] ?? {}) as Json), ...rest };
  };
  const { properties = {}, required = [] } = follow(root);
  return Object.entries(properties).map(([name, property]) =>
    input(part, name, follow(property as Json), required.includes(name), follow),
  );
}

function input(part: Input['part'], name: string, schema: Json, required: boolean, follow: (it: Json) => Json): Input {
  const value = notNull(schema, follow);
  const choices = (value.enum ?? (value.const === undefined ? undefined : [value.const]))?.filter(
    (it): it is string => typeof it === 'string',
  );
  const idPrefixes = /^\^\(?([a-z|]+)\)?_\[0-9a-f\]/.exec(value.pattern ?? '')?.[1]?.split('|');
  return {
    part,
    name,
    flag: kebab(name),
    kind: kindOf(value, follow),
    required,
    description: described(schema, value),
    ...(schema.default === true ? { isTrueByDefault: true } : {}),
    ...(choices && choices.length > 0 ? { choices } : {}),
    ...(isRange(value.minimum, Number.MIN_SAFE_INTEGER) ? { least: value.minimum } : {}),
    ...(isRange(value.maximum, Number.MAX_SAFE_INTEGER) ? { most: value.maximum } : {}),
    ...(idPrefixes ? { idPrefixes } : {}),
  };
}

/** Of a value or null, the value. */
function notNull(schema: Json, follow: (it: Json) => Json): Json {
  const members = (schema.anyOf ?? schema.oneOf)?.map((it) => follow(it as Json)).filter((it) => it.type !== 'null');
  return members?.length === 1 ? members[0]! : schema;
}

function kindOf(schema: Json, follow: (it: Json) => Json): Input['kind'] {
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
    case 'boolean':
      return schema.type;
    case 'array':
      return follow((schema.items ?? {}) as Json).type === 'string' ? 'texts' : 'json';
    default:
      return schema.enum?.every((it) => typeof it === 'string') ? 'text' : 'json';
  }
}

/** What a field is, its range and its default. */
function described(schema: Json, { minimum, maximum, default: inner }: Json): string {
  const least = isRange(minimum, Number.MIN_SAFE_INTEGER) ? minimum : undefined;
  const most = isRange(maximum, Number.MAX_SAFE_INTEGER) ? maximum : undefined;
  const range =
    least !== undefined && most !== undefined
      ? `${least} to ${most}`
      : least !== undefined
        ? `${least} or more`
        : most !== undefined
          ? `at most ${most}`
          : '';
  const preset = schema.default ?? inner;
  const standard = preset === undefined || preset === '' ? '' : `default: ${JSON.stringify(preset)}`;
  const notes = [range, standard].filter(Boolean).join('; ');
  return [schema.description ?? '', notes ? `(${notes})` : ''].filter(Boolean).join(' ');
}

const isRange = (limit: number | undefined, none: number): limit is number => limit !== undefined && limit !== none;

/** `maxRejectShare` as `max-reject-share`. */
export const kebab = (name: string): string =>
  name.replace(/[A-Z]+/g, (it, at: number) => `${at === 0 ? '' : '-'}${it.toLowerCase()}`).replaceAll('_', '-');
