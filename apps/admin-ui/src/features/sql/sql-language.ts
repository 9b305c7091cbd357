import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import { SQLDialect, sql } from '@codemirror/lang-sql';
import type { Extension } from '@codemirror/state';
import type { StarTables } from './star-tables.ts';

/** The SELECT of DuckDB: what a query may be, and no statement that would be refused. */
const dialect = SQLDialect.define({
  keywords: `select distinct all as from where group by having order limit offset with recursive materialized union
    intersect except by name join inner left right full outer cross natural lateral on using asof semi anti positional
    case when then else end and or not in is null like ilike similar to between exists any some escape asc desc nulls
    first last over partition rows range groups unbounded preceding following current row window qualify filter within
    exclude replace columns values tablesample sample pivot unpivot for describe summarize show tables cast try_cast
    interval extract collate true false cube rollup grouping sets default`,
  types: `boolean tinyint smallint integer int bigint hugeint utinyint usmallint uinteger ubigint float real double
    decimal numeric varchar text char date time timestamp timestamptz blob uuid json struct map list`,
  builtin: '',
  doubleDollarQuotedStrings: true,
  operatorChars: '+-*/<>=~!@%^&|:',
  specialVar: '$',
});

/** Colours for the words of SQL, and completion of keywords, tables and columns of the star. */
export function sqlLanguage({ schema, tables }: StarTables): Extension {
  const namespace = Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      {
        self: { label: name, type: 'class' } satisfies Completion,
        children: columns.map(columnCompletion),
      },
    ]),
  );
  const language = sql({ dialect, schema: { [schema]: namespace }, defaultSchema: schema });
  return [language, language.language.data.of({ autocomplete: columnSource(tables) })];
}

/** Columns by their names alone: of the tables that the text names, or of all where it names none yet. */
export function columnSource(tables: StarTables['tables']): CompletionSource {
  return (context) => {
    const word = context.matchBefore(/\w*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (context.state.sliceDoc(word.from - 1, word.from) === '.') return null;
    const text = context.state.doc.toString();
    const named = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(text));
    const byName = new Map<string, Completion>();
    for (const { name: table, columns } of named.length > 0 ? named : tables) {
      for (const column of columns) {
        const before = byName.get(column.name);
        const detail = before ? `${before.detail}, ${table}` : `${column.type} · ${table}`;
        byName.set(column.name, { ...columnCompletion(column), detail, boost: 1 });
      }
    }
    return { from: word.from, options: [...byName.values()], validFor: /^\w*$/ };
  };
}

const columnCompletion = ({ name, type }: StarTables['tables'][number]['columns'][number]): Completion => ({
  label: name,
  type: 'property',
  detail: type,
});
