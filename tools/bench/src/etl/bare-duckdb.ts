import { DuckDBInstance } from '@duckdb/node-api';
import { retailSales } from '@tandem/data-model';
import { dialectNamed, identifier, literal } from '@tandem/sql';
import { printFigures } from './own-process.ts';
import type { SalesFiles } from './sales-files.ts';

/**
 * The yardstick: each file into a typed table of a DuckDB file by one `read_csv`, with the engine's own settings and two threads.
 * Nothing is checked, matched or merged.
 */
const [files, database] = JSON.parse(process.argv[2]!) as [SalesFiles, string];
const sources = { store_sales: files.sales, store_promotions: files.promotions, date_dim: files.calendar };
const duckdb = dialectNamed('duckdb');
const instance = await DuckDBInstance.create(database, { threads: '2' });
const connection = await instance.connect();
await printFigures(async () => {
  for (const [name, file] of Object.entries(sources)) {
    const source = retailSales.sources.find((it) => it.name === name)!;
    const types = source.columns.map((it) => `${literal(it.name)}: ${literal(duckdb.columnType(it.type))}`);
    await connection.run(
      `create table ${identifier(name)} as select * from read_csv(${literal(file)}, header = true, columns = {${types.join(', ')}})`,
    );
  }
  connection.closeSync();
  instance.closeSync();
  return undefined;
});
