import type { Warehouse } from '@tandem/ports';
import { createFromParquet, createFromQuery, type Dialect } from '@tandem/sql';
import type { StagingNames } from './staging-names.ts';

/** Keeps the rows of a query until the load ends, under a name that is given back. */
export type KeepRows = (name: string, query: string) => Promise<string>;

/**
 * Rows may be more than there is memory for: a warehouse that reads Parquet gets a view of an object of them, any other
 * a table.
 */
export function rowsKeeper(
  warehouse: Warehouse,
  dialect: Dialect,
  names: StagingNames,
  scratchKey: (name: string) => string,
): KeepRows {
  return async (name, query) => {
    const kept = dialect.writeParquet ? names.view(name) : names.name(name);
    const statements = dialect.writeParquet
      ? createFromParquet(kept, query, warehouse.locate(scratchKey(`${name}.parquet`)), dialect.writeParquet)
      : createFromQuery(kept, query);
    for (const statement of statements) await warehouse.run(statement);
    return kept;
  };
}
