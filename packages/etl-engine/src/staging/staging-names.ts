import type { Warehouse } from '@tandem/ports';
import { type Dialect, dropTable } from '@tandem/sql';

/** Hands out the staging tables of one load and drops those it handed out. */
export function stagingNames(loadId: string, dialect: Dialect) {
  const given = new Set<string>();
  return {
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
