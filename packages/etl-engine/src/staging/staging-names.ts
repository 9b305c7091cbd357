import type { Warehouse } from '@tandem/ports';
import { type Dialect, dropTable } from '@tandem/sql';

/** Hands out the staging tables of one load and drops those it handed out. */
export function stagingNames(loadId: string, dialect: Dialect) {
  const given = new Set<string>();
  return {
    /**
     * In a load, a source's table has the source's name, which begins with a letter; any other begins with `_` and what it
     * is for, so that no two are one whatever the sources and tables are called.
     */
    name(table: string): string {
      const name = dialect.stagingTable(`${loadId}_${table}`);
      given.add(name);
      return name;
    },
    async drop(warehouse: Warehouse): Promise<void> {
      for (const name of given) await warehouse.run(dropTable(name));
    },
  };
}
