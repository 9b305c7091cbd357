import { jsonLanguage } from '@codemirror/lang-json';

export type Tree = ReturnType<typeof jsonLanguage.parser.parse>;
export type Node = Tree['topNode'];

export interface Place {
  readonly from: number;
  readonly to: number;
}

export const parseJson = (text: string): Tree => jsonLanguage.parser.parse(text);

/**
 * Where the value at a path of names and positions stands in a JSON text. Of what is not there, such as a field that is
 * missing, the nearest thing around it that is. Objects and lists stand by their name where they have one, else by their
 * first character.
 */
export function placeOf(text: string, path: readonly string[], tree: Tree = parseJson(text)): Place {
  const { value, name } = nearest(text, path, tree);
  if (value && !isContainer(value)) return { from: value.from, to: value.to };
  if (name) return { from: name.from, to: name.to };
  return value ? { from: value.from, to: Math.min(value.to, value.from + 1) } : { from: 0, to: text.length };
}

/** Where the name of a field stands; undefined where the text has no such field. */
export function namePlaceOf(text: string, path: readonly string[], tree: Tree): Place | undefined {
  const { name, depth } = nearest(text, path, tree);
  return name && depth === path.length ? { from: name.from, to: name.to } : undefined;
}

/** The deepest value on a path, the name it has, and how many steps lead to it. */
function nearest(text: string, path: readonly string[], tree: Tree) {
  let value: Node | null = tree.topNode.firstChild;
  let name: Node | null = null;
  let depth = 0;
  for (const step of path) {
    const next: Node | undefined =
      value?.name === 'Object' ? propertyOf(text, value, step) : value ? itemsOf(value)[Number(step)] : undefined;
    if (!next) break;
    name = next.name === 'Property' ? next.firstChild : null;
    value = next.name === 'Property' ? valueIn(next) : next;
    depth += 1;
  }
  return { value, name, depth };
}

/** The path of names and positions that leads to a node. */
export function pathTo(text: string, node: Node): string[] {
  const path: string[] = [];
  for (let it: Node | null = node; it; it = it.parent) {
    if (it.name === 'Property') path.unshift(nameOf(text, it));
    else if (it.parent?.name === 'Array') {
      const place = it.from;
      path.unshift(String(itemsOf(it.parent).filter(({ from }) => from < place).length));
    }
  }
  return path;
}

/** Names of the fields that an object has. */
export const fieldsOf = (text: string, object: Node): string[] =>
  object.getChildren('Property').map((it) => nameOf(text, it));

/** The `name` of each object of the list at a path; none where there is no such list. */
export function namesIn(text: string, tree: Tree, path: readonly string[]): string[] {
  const { value: list, depth } = nearest(text, path, tree);
  return (list && depth === path.length ? itemsOf(list) : []).flatMap((it) => {
    const name = it.name === 'Object' ? propertyOf(text, it, 'name') : undefined;
    const value = name && valueIn(name);
    return value?.name === 'String' ? [unquoted(text.slice(value.from, value.to))] : [];
  });
}

const isContainer = ({ name }: Node) => name === 'Object' || name === 'Array';

const propertyOf = (text: string, object: Node, name: string) =>
  object.getChildren('Property').find((it) => nameOf(text, it) === name);

function nameOf(text: string, property: Node): string {
  const name = property.getChild('PropertyName');
  return name ? unquoted(text.slice(name.from, name.to)) : '';
}

/** What follows the name of a property; null while it is not written yet. */
function valueIn(property: Node): Node | null {
  const last = property.lastChild;
  return last && last.name !== 'PropertyName' && !last.type.isError ? last : null;
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function itemsOf(array: Node): Node[] {
  const items: Node[] = [];
  for (let it = array.firstChild; it; it = it.nextSibling) if (values.has(it.name)) items.push(it);
  return items;
}

function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replace(/^"|"$/g, '');
  }
}
