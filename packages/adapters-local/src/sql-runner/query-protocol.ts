import type { Readable, Refusal } from './query-gate.ts';

/** What a query process is told, on its standard input: once which tables it serves, then queries, one at a time. */
export type QueryCall =
  | ({ readonly op: 'bind' } & Readable)
  | ({ readonly op: 'query'; readonly sql: string } & AnswerLimits);

/** The file of a table in the folder of its process: of its own schema, which is 0, or of the nth that is shared. */
export const fileName = (place: number, table: string): string => `${place}-${table}.parquet`;

/** What an answer may hold; whoever passes it on holds all of it at once. */
export interface AnswerLimits {
  readonly mostRows: number;
  readonly mostBytes: number;
  readonly mostColumns: number;
  /** Columns times rows. */
  readonly mostCells: number;
}

/**
 * What it answers, on descriptor 3. The rows of a result are JSON in the frame's body, which nobody reads before the
 * one who asked: the process is theirs alone, so whatever it writes there reaches nobody else.
 */
export type QueryAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'bound' }
  | {
      readonly kind: 'result';
      readonly columns: { name: string; type: string }[];
      readonly truncated: 'rows' | 'cells' | 'bytes' | null;
    }
  | ({ readonly kind: 'refused' } & Refusal)
  | ({ readonly kind: 'failed' } & EngineFailure);

/** What the engine says of a statement that it cannot run. */
export interface EngineFailure {
  /** Its kind of error, as `Binder`. */
  readonly type: string;
  readonly message: string;
  /** Byte of the statement, where the engine says it. */
  readonly position: number | null;
  /** Names that it would have known. */
  readonly candidates: string | null;
}

/** The first line of JSON in an error of the engine, which stands after words of its binding. */
export function engineFailure(error: unknown): EngineFailure {
  const text = error instanceof Error ? error.message : String(error);
  try {
    const { exception_type, exception_message, position, candidates } = JSON.parse(text.slice(text.indexOf('{')));
    return {
      type: String(exception_type),
      message: String(exception_message),
      position: position === undefined ? null : Number(position),
      candidates: candidates ? String(candidates).split(',').join(', ') : null,
    };
  } catch {
    return { type: 'Engine', message: text, position: null, candidates: null };
  }
}
