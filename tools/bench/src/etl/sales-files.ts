import path from 'node:path';
import { writeSample } from '@tandem/sample-data';

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

/** Writes clean sales, promotions and a calendar, with about `rows` sales. */
export async function writeSalesFiles(rows: number, folder: string): Promise<SalesFiles> {
  const stores = Math.max(1, Math.round(rows / rowsPerStore));
  const { files } = await writeSample({ stores, days, seed: 1, faults: false }, folder);
  const file = (name: string) => path.join(folder, name);
  return {
    sales: file('store_sales.csv'),
    promotions: file('store_promotions.csv'),
    calendar: file('date_dim.csv'),
    rows: files.find((it) => it.name === 'store_sales.csv')!.rows,
  };
}
