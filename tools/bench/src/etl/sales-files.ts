import { renameSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeSample } from '@tandem/sample-data';
import { literal } from '@tandem/sql';

/** The three files of a load, as the generator writes them. */
export interface SalesFiles {
  readonly sales: string;
  readonly promotions: string;
  readonly calendar: string;
  /** Rows of the sales file. */
  readonly rows: number;
}

const days = 942;
/** Sales that a store has on average in so many days. */
const rowsPerStore = 753;

/** Writes clean sales, promotions and a calendar, with about `rows` sales, store by store and day by day or in no order. */
export async function writeSalesFiles(rows: number, folder: string, isShuffled = false): Promise<SalesFiles> {
  const stores = Math.max(1, Math.round(rows / rowsPerStore));
  const { files } = await writeSample({ stores, days, seed: 1, faults: false }, folder);
  const file = (name: string) => path.join(folder, name);
  if (isShuffled) for (const name of ['store_sales.csv', 'store_promotions.csv']) await shuffle(file(name));
  return {
    sales: file('store_sales.csv'),
    promotions: file('store_promotions.csv'),
    calendar: file('date_dim.csv'),
    rows: files.find((it) => it.name === 'store_sales.csv')!.rows,
  };
}

/** The same order each time: that of a hash. */
async function shuffle(file: string): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const [from, to] = [literal(file), literal(`${file}.shuffled`)];
  await connection.run(
    `copy (select * from read_csv(${from}, all_varchar = true) order by hash(store_id, sales_date)) to ${to} (format csv, header)`,
  );
  connection.closeSync();
  instance.closeSync();
  renameSync(`${file}.shuffled`, file);
}
