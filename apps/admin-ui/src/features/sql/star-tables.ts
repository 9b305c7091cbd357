import { type ColumnType, type Star, storedTable } from '@tandem/data-model';

/** What a query can name. */
export interface StarTables {
  readonly schema: string;
  readonly tables: readonly {
    readonly name: string;
    readonly description: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  }[];
}

/** The tables of a star as the warehouse holds them, facts first, for they are what is asked about. */
export function starTables({
  name: schema,
  facts,
  dimensions,
}: Pick<Star, 'name' | 'facts' | 'dimensions'>): StarTables {
  const tables = [...facts, ...dimensions].map(storedTable).map(({ name, description, columns }) => ({
    name,
    description,
    columns: columns.map((it) => ({ name: it.name, type: typeWords(it.type) })),
  }));
  return { schema, tables };
}

function typeWords(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  return type.kind === 'text' ? `varchar(${type.length})` : type.kind === 'flag' ? 'smallint' : type.kind;
}
