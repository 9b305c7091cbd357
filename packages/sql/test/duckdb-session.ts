import { DuckDBInstance } from '@duckdb/node-api';

/** An in-memory DuckDB that runs the text under test. */
export interface DuckDbSession {
  /** Runs statements; gives the rows of the last one as text, null for null. */
  query(...statements: string[]): Promise<(string | null)[][]>;
  close(): void;
}

export async function openSession(): Promise<DuckDbSession> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("attach ':memory:' as staging");
  return {
    async query(...statements) {
      let rows: (string | null)[][] = [];
      for (const statement of statements) {
        const result = await connection.run(statement);
        rows = (await result.getRowsJson()).map((row) => row.map((it) => (it === null ? null : String(it))));
      }
      return rows;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
