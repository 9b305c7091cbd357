import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { fieldsOf, type Node, namesIn, pathTo, type Tree } from './json-place.ts';

/** As much of a JSON Schema as completion reads. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Which list of the star a field names a member of. */
const lists: Readonly<Record<string, readonly string[]>> = {
  references: ['dimensions'],
  lookUp: ['dimensions'],
  fact: ['facts'],
  table: ['dimensions', 'facts'],
  source: ['sources'],
};

/** The fields of a feed that name a column of its source. */
const ofSource = new Set(['from', 'by', 'isoYearOf', 'latestBy', 'validFrom']);

/** What may stand at a place of a star's text: names of fields, words that a field takes, names that the star has. */
export const starCompletion =
  (schema: Schema) =>
  (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const tree = syntaxTree(context.state) as Tree;
    const before = tree.resolveInner(context.pos, -1) as Node;
    const token = before.name === 'PropertyName' || before.name === 'String' ? before : undefined;
    const word = context.matchBefore(/"[^"\n]*/);
    if (!token && !word && !context.explicit) return null;
    const from = token?.from ?? word?.from ?? context.pos;
    const to = token && token.to >= context.pos ? token.to : context.pos;
    const object = namedIn(before);
    const options = object ? nameOptions(schema, text, object) : valueOptions(schema, text, tree, before);
    return options.length > 0 ? { from, to, options, validFor: /^"[^"\n]*"?$/ } : null;
  };

/** The object that a field is to be added to, or whose field is being named; undefined where a value is meant. */
function namedIn(node: Node): Node | undefined {
  if (node.name === 'Object') return node;
  return node.name === 'PropertyName' ? (node.parent?.parent ?? undefined) : undefined;
}

function nameOptions(schema: Schema, text: string, object: Node): Completion[] {
  const taken = new Set(fieldsOf(text, object));
  const fields = new Map<string, Completion>();
  for (const { properties = {}, required = [] } of schemasAt(schema, pathTo(text, object))) {
    for (const [name, field] of Object.entries(properties)) {
      if (taken.has(name) || fields.has(name)) continue;
      fields.set(name, {
        label: JSON.stringify(name),
        apply: `${JSON.stringify(name)}: `,
        detail: field.type ?? '',
        ...(field.description ? { info: field.description } : {}),
        boost: required.includes(name) ? 1 : 0,
      });
    }
  }
  return [...fields.values()];
}

function valueOptions(schema: Schema, text: string, tree: Tree, node: Node): Completion[] {
  const path = pathTo(text, node);
  const words = schemasAt(schema, path).flatMap((it) => it.enum ?? (it.const === undefined ? [] : [it.const]));
  const field = path.at(-1) ?? '';
  const [list, source = '', feeds] = path;
  const names = (lists[field] ?? []).flatMap((it) => namesIn(text, tree, [it]));
  if (list === 'sources' && feeds === 'feeds' && ofSource.has(field)) {
    names.push(...namesIn(text, tree, [list, source, 'columns']));
  }
  return [...new Set([...words, ...names].map((it) => JSON.stringify(it)))].map((label) => ({ label }));
}

/** The schemas that what is at a path may follow: several where there is a choice. */
export function schemasAt(schema: Schema, path: readonly string[]): Schema[] {
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (choices.length > 0) return choices.flatMap((it) => schemasAt(it, path));
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  const { additionalProperties: others } = schema;
  const inner = schema.items ?? schema.properties?.[step] ?? (typeof others === 'object' ? others : undefined);
  return inner ? schemasAt(inner, rest) : [];
}
