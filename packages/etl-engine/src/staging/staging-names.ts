import type { Warehouse } from '@tandem/ports';
import { type Dialect, dropTable, dropView } from '@tandem/sql';

/** Hands out the staging tables of one load and drops those it handed out. */
export interface StagingNames {
  /**
   * In a load, a source's table has the source's name, which begins with a letter; any other begins with `_` and what it
   * is for, so that no two are one whatever the sources and tables are called.
   */
  name(table: string): string;
  /** The same for a view of such tables. */
  view(table: string): string;
  drop(warehouse: Warehouse): Promise<void>;
}

export function stagingNames(loadId: string, dialect: Dialect): StagingNames {
  const tables = new Set<string>();
  const views = new Set<string>();
  const given = (name: string, among: Set<string>): string => {
    const full = dialect.stagingTable(`${loadId}_${name}`);
    among.add(full);
    return full;
  };
  return {
    name: (table) => given(table, tables),
    view: (table) => given(table, views),
    async drop(warehouse) {
      for (const name of views) await warehouse.run(dropView(name));
      for (const name of tables) await warehouse.run(dropTable(name));
    },
  };
}
