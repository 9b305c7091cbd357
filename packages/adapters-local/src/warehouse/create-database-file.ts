import { existsSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { partialPath } from '../object-store/object-path.ts';

/**
 * Makes the file of an empty database where there is none: whole, or not at all. DuckDB makes a file first and then
 * fills it, so a process that opens it in between, or after a kill there, finds a file that is no database.
 */
export async function createDatabaseFile(file: string): Promise<void> {
  if (existsSync(file)) return;
  const partial = partialPath(file);
  try {
    (await DuckDBInstance.create(partial)).closeSync();
    await link(partial, file);
  } catch (error) {
    // Another process was faster: its file is as good.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(partial, { force: true });
  }
}
