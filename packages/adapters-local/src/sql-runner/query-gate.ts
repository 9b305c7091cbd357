import { allowedFunctions, allowedTableFunctions } from './allowed-functions.ts';

/** Why a statement is not run: where in its bytes, if anywhere, what stands there, and what may stand there. */
export interface Refusal {
  readonly message: string;
  readonly position: number | null;
  readonly expected: string;
  readonly got: string;
}

/** Tables of one schema. */
export interface SchemaTables {
  readonly schema: string;
  readonly tables: readonly string[];
}

/** The tables that a statement may name: those of its own schema as they are, others with their schema before them. */
export interface Readable extends SchemaTables {
  readonly shared?: readonly SchemaTables[];
}

/** Binding nested calls takes cubic time: 100 within each other 45 ms, 900 ten seconds. */
const deepestCalls = 100;
/** Anything within anything, as subqueries; the walk itself is recursive. */
const deepestNodes = 1000;

const catalogViews: ReadonlySet<string> = new Set(['tables', 'columns']);
const shown: ReadonlySet<string> = new Set(['"tables"', '__show_tables_expanded']);

type Node = { readonly [key: string]: unknown };

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/**
 * Walks a SELECT as json_serialize_sql gives it and says why it may not run, or null where it may: every function and
 * every table is one of a list, common table expressions only where they are in scope, and nothing is too deep.
 */
export function refusalOf(statement: unknown, readable: Readable): Refusal | null {
  const known = new Map(
    [readable, ...(readable.shared ?? [])].map((it) => [
      it.schema.toLowerCase(),
      new Set(it.tables.map((table) => table.toLowerCase())),
    ]),
  );
  const schema = readable.schema.toLowerCase();
  try {
    walk(statement, { scope: new Set(), calls: 0, nodes: 0 });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }

  function walk(value: unknown, at: Place): void {
    if (at.nodes > deepestNodes) throw tooDeep(null);
    if (Array.isArray(value)) for (const it of value) walk(it, { ...at, nodes: at.nodes + 1 });
    else if (typeof value === 'object' && value !== null) walkNode(value as Node, { ...at, nodes: at.nodes + 1 });
  }

  function walkNode(node: Node, at: Place): void {
    let here = at;
    if ('cte_map' in node) here = commonTables(node.cte_map as Node, here);
    if ('function_name' in node) here = { ...here, calls: call(node, here) };
    if (node.type === 'TABLE_FUNCTION') walk(argumentsOf(node.function as Node), here);
    else if (node.type === 'RECURSIVE_CTE_NODE') recursion(node, here);
    else {
      if (node.type === 'SHOW_REF') show(node);
      else if ('table_name' in node) table(node, here);
      for (const [key, child] of Object.entries(node)) if (key !== 'cte_map') walk(child, here);
    }
  }

  /** Its beginning does not see it; what is repeated does. */
  function recursion({ type: _, cte_name, cte_map: __, right, ...rest }: Node, at: Place): void {
    walk(rest, at);
    walk(right, within(at, text(cte_name)));
  }

  /** Each sees those before it; what follows sees them all. */
  function commonTables(map: Node, at: Place): Place {
    let scope = at;
    for (const { key, value } of (map.map ?? []) as { key: string; value: unknown }[]) {
      walk(value, scope);
      scope = within(scope, key);
    }
    return scope;
  }

  function call(node: Node, { calls }: Place): number {
    const name = text(node.function_name);
    if (!allowedFunctions.has(name.toLowerCase())) {
      throw refused(
        node,
        `The function ${name} is not one that a query may call.`,
        'a function of the allow-list',
        name,
      );
    }
    if (calls + 1 > deepestCalls) throw tooDeep(node);
    return calls + 1;
  }

  function argumentsOf({ function_name, ...rest }: Node): Node {
    const name = text(function_name);
    if (allowedTableFunctions.has(name.toLowerCase())) return rest;
    throw refused(
      rest,
      `A query may not read from ${name}(…): it reads the tables of the last load and nothing else.`,
      `a table of ${readable.schema}`,
      name,
    );
  }

  function table(node: Node, { scope }: Place): void {
    const name = text(node.table_name);
    const given = text(node.schema_name).toLowerCase();
    const lower = name.toLowerCase();
    if (given === '' && scope.has(lower)) return;
    if (text(node.catalog_name) === '') {
      if (known.get(given === '' ? schema : given)?.has(lower)) return;
      if (given === 'information_schema' && catalogViews.has(lower)) return;
    }
    throw refused(
      node,
      `There is no table ${given === '' ? name : `${given}.${name}`} in the last load${readable.shared?.length ? ', nor in what is shared with the project' : ''}.`,
      `one of ${[...readable.tables, ...(readable.shared ?? []).flatMap(qualified)].join(', ')}`,
      name,
    );
  }

  /** DESCRIBE and SUMMARIZE hold a query, which is walked; what else SHOW tells is of the server. */
  function show(node: Node): void {
    if ((typeof node.query === 'object' && node.query !== null) || shown.has(text(node.table_name))) return;
    throw refused(node, 'This kind of SHOW tells of the server.', 'SHOW TABLES, DESCRIBE or SUMMARIZE', 'SHOW');
  }
}

const qualified = ({ schema, tables }: SchemaTables): string[] => tables.map((it) => `"${schema}".${it}`);

/** Where a walk is: common table expressions in scope, calls around it, nodes around it. */
interface Place {
  readonly scope: ReadonlySet<string>;
  readonly calls: number;
  readonly nodes: number;
}

const within = (at: Place, name: string): Place => ({ ...at, scope: new Set([...at.scope, name.toLowerCase()]) });
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function refused(node: Node, message: string, expected: string, got: string): Refused {
  const at = node.query_location;
  return new Refused({ message, position: typeof at === 'number' ? at : null, expected, got });
}

function tooDeep(node: Node | null): Refused {
  const message = 'The statement is nested too deeply.';
  return refused(node ?? {}, message, `at most ${deepestCalls} calls within each other`, 'more');
}
