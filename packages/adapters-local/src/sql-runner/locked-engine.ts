import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** An engine of its own that reads `folder` and nothing else, and whose settings cannot be changed any more. */
export async function openLockedEngine(folder: string, memoryLimit: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: memoryLimit,
    temp_directory: '',
    errors_as_json: 'true',
    allow_community_extensions: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`set allowed_directories = [${quoted(folder)}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  return connection;
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
