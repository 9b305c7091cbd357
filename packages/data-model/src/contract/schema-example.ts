import type { z } from 'zod';

/**
 * A value that a schema takes, for a person to copy: what the schema names as an example, else the simplest that fits.
 * Undefined where none is found; what is given has been checked by the schema itself.
 */
export function schemaExample(schema: z.core.$ZodType): unknown {
  const value = made(schema, 0);
  return value !== undefined && (schema as z.ZodType).safeParse(value).success ? value : undefined;
}

/** The schema of what stands at a path of values that another takes; undefined where nothing may stand there. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  switch (def.type) {
    case 'object': {
      const field = def.shape[String(name)];
      return field && schemaAt(field, rest);
    }
    case 'array':
      return schemaAt(def.element, rest);
    case 'record':
      return schemaAt(def.valueType, rest);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return schemaAt(def.innerType, path);
    case 'pipe':
      return schemaAt(def.in, path);
    case 'union':
      return def.options.map((it) => schemaAt(it, path)).find((it) => it !== undefined);
    default:
      return undefined;
  }
}

/** A schema may hold itself; an example that is nested deeper than this helps nobody. */
const deepest = 8;

function made(schema: z.core.$ZodType, depth: number): unknown {
  if (depth > deepest) return undefined;
  const inner = (it: z.core.$ZodType) => made(it, depth + 1);
  const [named] = ((schema as z.ZodType).meta?.()?.examples as readonly unknown[] | undefined) ?? [];
  if (named !== undefined) return named;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return text(schema);
    case 'number':
      return smallest(schema as z.ZodNumber);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'enum':
      return Object.values(def.entries)[0];
    case 'literal':
      return def.values[0];
    case 'array':
      return list(inner(def.element));
    case 'record':
      return {};
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).flatMap(([name, field]) => (isNeeded(field) ? [[name, inner(field)]] : [])),
      );
    case 'union':
      return def.options.map(inner).find((it) => it !== undefined);
    case 'default':
    case 'prefault':
      return def.defaultValue ?? inner(def.innerType);
    case 'optional':
    case 'nullable':
    case 'readonly':
      return inner(def.innerType);
    case 'pipe':
      return inner(def.in);
    default:
      return undefined;
  }
}

/** The least that is allowed where that is said, else 1; whole numbers say the least that a double holds exactly. */
function smallest({ minValue }: z.ZodNumber): number {
  return minValue === null || minValue <= Number.MIN_SAFE_INTEGER ? 1 : Math.max(minValue, 1);
}

const list = (element: unknown) => (element === undefined ? undefined : [element]);

function isNeeded(field: z.core.$ZodType): boolean {
  const { type } = (field as z.core.$ZodTypes)._zod.def;
  return type !== 'optional' && type !== 'default' && type !== 'prefault';
}

/** Rules of text say what fits after "as in"; formats have one example each. */
function text(schema: z.core.$ZodType): string | undefined {
  const candidates = [...((schema as z.ZodString)._zod.def.checks ?? [])].map((check) => {
    const said = check._zod.def.error?.({} as never);
    return /\bas in (\S+)/.exec(typeof said === 'string' ? said : (said?.message ?? ''))?.[1];
  });
  const all = [...candidates, 'sales', '2026-11-23', '2026-11-23T12:00:00.000Z', 'sales.csv', 'a'.repeat(64)];
  return all.find((it): it is string => it !== undefined && (schema as z.ZodType).safeParse(it).success);
}
