/** A column of a batch: numbers (and booleans, days, decimals cast in SQL) as doubles with NaN for null; else text. */
export interface ColumnBatch {
  readonly name: string;
  readonly values: Float64Array | (string | null)[];
}

/** Consecutive rows of a result, by column; all columns have the same length. */
export interface RowBatch {
  readonly rows: number;
  readonly columns: readonly ColumnBatch[];
}

/** One statement of a transaction. */
export interface Statement {
  readonly sql: string;
  /** The statement's affected row count returns under this name. */
  readonly name?: string;
}

/** A query that must return no row; where it does, everything is rolled back. */
export interface Guard {
  readonly guard: string;
  /** The sentence that the failed load reports; `{rows}` is replaced by the number of rows found. */
  readonly message: string;
}

export type DialectName = 'duckdb' | 'redshift';

/**
 * A project's warehouse. A transaction is a list decided beforehand, never a callback: the Redshift Data API runs a
 * list and cannot ask between two statements.
 */
export interface Warehouse {
  readonly dialect: DialectName;
  /** Runs statements that return nothing, each on its own. */
  run(sql: string): Promise<void>;
  /** Streams a query's rows in batches of a bounded size. */
  rows(sql: string): AsyncIterable<RowBatch>;
  /** All statements or none, with the row count of each named one; a guard with rows throws LoadRejected. */
  transaction(statements: readonly (Statement | Guard)[]): Promise<Record<string, number>>;
  /** Writes a query's rows as Parquet under an object key; gives the row count. */
  copyOut(sql: string, key: string): Promise<number>;
  /** Where a dialect's file-reading SQL finds an object: a path or an `s3://` address, already quoted as a literal. */
  locate(key: string): string;
  close(): Promise<void>;
}
