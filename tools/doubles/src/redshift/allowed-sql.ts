import { notKnown, RedshiftError, refused } from './redshift-error.ts';

type Node = Record<string, unknown>;

/** Kinds of node of PostgreSQL's parser that mean the same on Redshift; any other is refused by name. */
const nodes: ReadonlySet<string> = new Set([
  ...['A_Const', 'A_Expr', 'A_Star', 'Alias', 'BoolExpr', 'BooleanTest', 'CaseExpr', 'CaseWhen', 'CoalesceExpr'],
  ...[
    'ColumnRef',
    'CommonTableExpr',
    'FuncCall',
    'Integer',
    'JoinExpr',
    'List',
    'MinMaxExpr',
    'NullTest',
    'RangeSubselect',
  ],
  ...['RangeVar', 'ResTarget', 'SetToDefault', 'SortBy', 'String', 'SubLink', 'TypeCast', 'TypeName', 'WindowDef'],
  ...[
    'ColumnDef',
    'Constraint',
    'SelectStmt',
    'InsertStmt',
    'UpdateStmt',
    'DeleteStmt',
    'CreateStmt',
    'CreateTableAsStmt',
  ],
  ...['CreateSchemaStmt', 'DropStmt'],
]);

/** Statements; each may stand only at the top, but SELECT. */
const statements: ReadonlySet<string> = new Set([
  ...[
    'SelectStmt',
    'InsertStmt',
    'UpdateStmt',
    'DeleteStmt',
    'CreateStmt',
    'CreateTableAsStmt',
    'CreateSchemaStmt',
    'DropStmt',
  ],
]);

const onlyPostgres: Readonly<Record<string, string>> = {
  A_ArrayExpr: 'an array',
  A_Indirection: 'a subscript or field of a value',
  CreateEnumStmt: 'an enumerated type',
  CreateSeqStmt: 'CREATE SEQUENCE',
  GroupingFunc: 'GROUPING',
  IndexStmt: 'CREATE INDEX',
  JsonTable: 'JSON_TABLE',
  RangeFunction: 'a function as a table',
  RowExpr: 'a row as a value',
};

const functions: ReadonlySet<string> = new Set([
  ...[
    'abs',
    'avg',
    'btrim',
    'ceil',
    'count',
    'date_trunc',
    'extract',
    'floor',
    'fnv_hash',
    'lag',
    'lead',
    'length',
    'lower',
    'lpad',
    'max',
  ],
  ...['min', 'mod', 'pg_last_unload_count', 'round', 'row_number', 'substring', 'sum', 'to_hex', 'upper'],
]);

/** Types of PostgreSQL's parser that Redshift has, too. */
export const types: ReadonlySet<string> = new Set([
  ...['bool', 'bpchar', 'date', 'float4', 'float8', 'int2', 'int4', 'int8', 'numeric', 'timestamp', 'varchar'],
]);

const operators: ReadonlySet<string> = new Set([
  ...['AEXPR_OP', 'AEXPR_IN', 'AEXPR_LIKE', 'AEXPR_ILIKE', 'AEXPR_BETWEEN', 'AEXPR_NOT_BETWEEN', 'AEXPR_NULLIF'],
]);
const symbols: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '=',
  '<>',
  '<',
  '>',
  '<=',
  '>=',
  '||',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
]);
const subqueries: ReadonlySet<string> = new Set(['EXISTS_SUBLINK', 'ANY_SUBLINK', 'EXPR_SUBLINK']);

/** Throws where a parsed statement holds anything that Redshift refuses, or that nobody has looked up yet. */
export function checkAllowed(statement: Node): void {
  const [kind] = Object.keys(statement);
  if (!kind || !statements.has(kind))
    throw onlyPostgres[kind!] ? refused(onlyPostgres[kind!]!) : notKnown(kind ?? 'an empty statement');
  visit(statement, { isTop: true, isInsert: false, isUnderOr: false });
}

interface Place {
  readonly isTop: boolean;
  /** The query of an INSERT, which may be a list of VALUES. */
  readonly isInsert: boolean;
  readonly isUnderOr: boolean;
}

const below: Place = { isTop: false, isInsert: false, isUnderOr: false };

function visit(value: unknown, place: Place): void {
  if (Array.isArray(value)) for (const it of value) visit(it, place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value as Node)) {
    if (/^[A-Z]/.test(key)) {
      if (onlyPostgres[key]) throw refused(onlyPostgres[key]);
      if (!nodes.has(key)) throw notKnown(key);
      if (statements.has(key) && key !== 'SelectStmt' && !place.isTop) throw refused(`${key} within another statement`);
      checkNode(key, child as Node, place);
      const isUnderOr = place.isUnderOr || (key === 'BoolExpr' && (child as Node).boolop === 'OR_EXPR');
      visit(child, { isTop: false, isInsert: key === 'InsertStmt', isUnderOr: key === 'SubLink' ? false : isUnderOr });
    } else {
      // These fields hold a node without its kind's name.
      if (key === 'typeName') checkType(child as Node);
      if (key === 'larg' || key === 'rarg') if (isSelect(child)) checkNode('SelectStmt', child as Node, below);
      visit(child, key === 'selectStmt' ? place : { ...place, isTop: false, isInsert: false });
    }
  }
}

const isSelect = (it: unknown): boolean => typeof it === 'object' && it !== null && 'targetList' in it;

function checkNode(kind: string, node: Node, place: Place): void {
  switch (kind) {
    case 'SelectStmt':
      if (node.valuesLists && !place.isInsert) throw refused('VALUES as a table');
      if ((node.distinctClause as Node[] | undefined)?.some((it) => Object.keys(it).length > 0))
        throw refused('DISTINCT ON');
      if (node.lockingClause) throw refused('FOR UPDATE');
      if (node.windowClause) throw refused('WINDOW');
      if (node.limitOption === 'LIMIT_OPTION_WITH_TIES') throw refused('WITH TIES');
      return;
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
      if (node.onConflictClause) throw refused('ON CONFLICT');
      if (node.returningClause ?? node.returningList) throw refused('RETURNING');
      return;
    case 'A_Expr': {
      const form = String(node.kind);
      if (form.includes('DISTINCT')) throw refused('IS DISTINCT FROM');
      if (!operators.has(form)) throw notKnown(`the operator form ${form}`);
      const symbol = nameOf(node.name);
      if (form === 'AEXPR_OP' && !symbols.has(symbol)) throw notKnown(`the operator ${symbol}`);
      return;
    }
    case 'FuncCall': {
      const name = nameOf(node.funcname);
      if (node.agg_filter) throw refused('FILTER on an aggregate');
      if (node.agg_within_group) throw notKnown('WITHIN GROUP');
      if (!functions.has(name))
        throw new RedshiftError(`function ${name} does not exist, or this double does not know it`);
      return;
    }
    case 'SubLink':
      if (!subqueries.has(String(node.subLinkType))) throw refused('a subquery as an array');
      if (node.subLinkType === 'EXISTS_SUBLINK' && place.isUnderOr) {
        throw new RedshiftError('This type of correlated subquery pattern is not supported due to internal error');
      }
      return;
    case 'RangeSubselect':
      if (node.lateral) throw refused('LATERAL');
      if (!node.alias) throw new RedshiftError('subquery in FROM must have an alias');
      return;
    case 'CommonTableExpr':
      if (node.ctematerialized !== undefined && node.ctematerialized !== 'CTEMaterializeDefault')
        throw refused('MATERIALIZED');
      return;
    case 'CreateTableAsStmt':
      if (node.objtype !== 'OBJECT_TABLE') throw notKnown('a materialized view');
      return;
    case 'DropStmt':
      if (node.removeType !== 'OBJECT_TABLE' && node.removeType !== 'OBJECT_SCHEMA')
        throw notKnown(`DROP of ${node.removeType}`);
      return;
  }
}

function checkType(type: Node): void {
  if (type.arrayBounds) throw refused('an array type');
  const name = nameOf(type.names);
  if (!types.has(name) && name !== 'text' && name !== 'interval') throw refused(`the type ${name}`);
}

/** The last part of a qualified name. */
export function nameOf(names: unknown): string {
  const last = (names as { String?: { sval?: string } }[] | undefined)?.at(-1);
  return last?.String?.sval ?? '';
}
