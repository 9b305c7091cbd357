import { parse } from 'libpg-query';
import { deparse } from 'pgsql-deparser';
import { checkAllowed, nameOf, types } from './allowed-sql.ts';
import { notKnown, RedshiftError, refused } from './redshift-error.ts';
import { type CopyStatement, readCopy, readUnload, type UnloadStatement } from './s3-statements.ts';
import { sqlTokens, standardStrings } from './sql-tokens.ts';
import { withoutAttributes } from './table-attributes.ts';

/** A statement of Redshift as what this double does for it. */
export type Translated =
  | { readonly kind: 'sql'; readonly text: string }
  | { readonly kind: 'create database'; readonly name: string }
  | { readonly kind: 'drop database'; readonly name: string }
  | CopyStatement
  | UnloadStatement;

interface Column {
  colname: string;
  typeName: { names: unknown[]; typmods?: unknown[]; arrayBounds?: unknown[] };
  constraints?: { Constraint: { contype: string } }[];
}

/** Throws RedshiftError for what Redshift does not take, and for what this double has not been taught. */
export async function translate(sql: string): Promise<Translated> {
  const tokens = sqlTokens(sql);
  if (tokens[0]?.value === 'copy') return readCopy(tokens);
  if (tokens[0]?.value === 'unload') return readUnload(tokens);
  const bare = withoutAttributes(sql, tokens);
  const text = standardStrings(bare, sqlTokens(bare));
  const parsed = await parse(text).catch((error: unknown) => {
    throw new RedshiftError(error instanceof Error ? error.message : String(error));
  });
  if (parsed.stmts?.length !== 1) throw new RedshiftError('a call takes one statement');
  const statement = parsed.stmts[0]!.stmt as Record<string, unknown>;
  if ('CreatedbStmt' in statement)
    return createDatabase(statement.CreatedbStmt as { dbname: string; options?: unknown });
  if ('DropdbStmt' in statement) return dropDatabase(statement.DropdbStmt as { dbname: string; missing_ok?: boolean });
  checkAllowed(statement);
  if (!('CreateStmt' in statement)) return { kind: 'sql', text };
  await asPostgresTable(statement.CreateStmt as { tableElts?: Record<string, unknown>[] });
  return { kind: 'sql', text: await deparse(parsed) };
}

function createDatabase({ dbname, options }: { dbname: string; options?: unknown }): Translated {
  if (options) throw notKnown('options of CREATE DATABASE');
  return { kind: 'create database', name: dbname };
}

function dropDatabase({ dbname, missing_ok }: { dbname: string; missing_ok?: boolean }): Translated {
  if (missing_ok) throw refused('IF EXISTS of DROP DATABASE');
  return { kind: 'drop database', name: dbname };
}

const unenforced: ReadonlySet<string> = new Set(['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_FOREIGN']);

/** Drops keys, which Redshift does not enforce, and gives types the sizes that they have there. */
async function asPostgresTable(table: { tableElts?: Record<string, unknown>[] }): Promise<void> {
  const kept: Record<string, unknown>[] = [];
  const checks: string[] = [];
  for (const element of table.tableElts ?? []) {
    if ('Constraint' in element) {
      if (!unenforced.has((element.Constraint as { contype: string }).contype)) throw refused('CHECK');
      continue;
    }
    const column = element.ColumnDef as Column;
    column.constraints = (column.constraints ?? []).filter(({ Constraint }) => {
      if (Constraint.contype === 'CONSTR_CHECK') throw refused('CHECK');
      return !unenforced.has(Constraint.contype);
    });
    const limit = sized(column);
    if (limit !== undefined) checks.push(`check (octet_length("${column.colname.replaceAll('"', '""')}") <= ${limit})`);
    kept.push(element);
  }
  table.tableElts = [...kept, ...(await constraints(checks))];
}

/** Sets the size of a column's type where it is left out; gives the most bytes of a text, which PostgreSQL would count in characters. */
function sized({ typeName }: Column): number | undefined {
  const name = nameOf(typeName.names);
  if (name === 'text') typeName.names = [{ String: { sval: 'varchar' } }];
  else if (!types.has(name)) throw refused(`the type ${name}`);
  const size = (value: number) => ({ A_Const: { ival: { ival: value } } });
  if (name === 'numeric') typeName.typmods ??= [size(18), size(0)];
  if (name !== 'varchar' && name !== 'text') return undefined;
  typeName.typmods ??= [size(256)];
  const [given] = typeName.typmods as { A_Const: { ival: { ival: number } } }[];
  const bytes = given!.A_Const.ival.ival;
  if (bytes > 65_535) throw new RedshiftError(`length for type varchar cannot exceed 65535`);
  return bytes;
}

async function constraints(checks: readonly string[]): Promise<Record<string, unknown>[]> {
  if (checks.length === 0) return [];
  const parsed = await parse(`create table t (${checks.join(', ')})`);
  const statement = parsed.stmts![0]!.stmt as { CreateStmt: { tableElts: Record<string, unknown>[] } };
  return statement.CreateStmt.tableElts;
}
