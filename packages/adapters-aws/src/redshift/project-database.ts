import assert from 'node:assert/strict';
import { identifier, literal } from '@tandem/sql';
import type { DataApi } from './data-api.ts';

/** The database of a project: no statement of one project can name a table of another by mistake. */
export function projectDatabase(projectId: string): string {
  assert(/^[a-z0-9_]{1,100}$/.test(projectId), 'a project id is a word');
  return `tandem_${projectId}`;
}

/** Makes the database of a project where it is missing; `main` runs in the database that comes with the namespace. */
export async function createProjectDatabase(projectId: string, main: DataApi): Promise<string> {
  const name = projectDatabase(projectId);
  const found = `select 1 as found from svv_redshift_databases where database_name = ${literal(name)}`;
  const { ResultRows = 0 } = await main.run([found]);
  if (ResultRows > 0) return name;
  await main.run([`create database ${identifier(name)}`], { writes: true }).catch((error: unknown) => {
    // Another process was first.
    if (!(error instanceof Error && /already exists/i.test(error.message))) throw error;
  });
  return name;
}
