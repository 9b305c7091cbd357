import { Socket } from 'node:net';
import process from 'node:process';
import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { encodeFrame, readFrames } from '../warehouse/frames.ts';
import { itemOf } from '../warehouse/text-item.ts';
import { cell } from './cell.ts';
import { openLockedEngine, quoted } from './locked-engine.ts';
import { type Readable, type Refusal, refusalOf } from './query-gate.ts';
import { engineFailure, fileName, type QueryAnswer, type QueryCall } from './query-protocol.ts';

/**
 * A process that runs queries for one user of one project. It opens, locks its settings, says `ready` and waits: what
 * it may read is the folder it was started with, into which its parent puts the files before it binds it. It imports the
 * engine alone, sees no environment, and ends with its input, whatever it does then.
 */
async function main(folder: string, memoryLimit: string): Promise<void> {
  const answers = new Socket({ fd: 3, readable: false, writable: true });
  const send = (answer: QueryAnswer, body?: readonly Buffer[]) => {
    for (const part of encodeFrame(answer, body)) answers.write(part);
  };
  process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL'));
  const connection = await openLockedEngine(folder, memoryLimit);
  let readable: Readable = { schema: '', tables: [] };
  await gate(connection, 'select 1', readable);
  send({ kind: 'ready' });
  for await (const { header } of readFrames(process.stdin)) {
    const call = header as QueryCall;
    try {
      if (call.op === 'bind') {
        readable = call;
        await bind(connection, folder, call);
        send({ kind: 'bound' });
      } else {
        const refusal = await gate(connection, call.sql, readable);
        if (refusal) send({ kind: 'refused', ...refusal });
        else await run(connection, call, send);
      }
    } catch (error) {
      send({ kind: 'failed', ...engineFailure(error) });
    }
  }
}

async function bind(connection: DuckDBConnection, folder: string, readable: Readable): Promise<void> {
  const { schema, shared = [] } = readable;
  for (const [place, { schema, tables }] of [readable, ...shared].entries()) {
    await connection.run(`create schema "${schema}"`);
    for (const it of tables) {
      const file = quoted(`${folder}/${fileName(place, it)}`);
      await connection.run(
        `create view "${schema}"."${it}" as select * from read_parquet(${file}, hive_partitioning = false)`,
      );
    }
  }
  await connection.run(`set search_path = '"${schema}",main'`);
}

/** One statement, a SELECT, whose tree passes the gate. A text that does not parse throws what the engine says. */
async function gate(connection: DuckDBConnection, sql: string, readable: Readable): Promise<Refusal | null> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) {
    const message = statements.count === 0 ? 'There is no statement.' : 'A query is one statement.';
    return { message, position: null, expected: 'one SELECT', got: `${statements.count} statements` };
  }
  const serialized = await connection.runAndReadAll(
    'select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true, skip_default := true)',
    [sql],
  );
  const tree = JSON.parse(String(serialized.getRows()[0]![0]));
  if (tree.error) {
    return {
      message: 'A query reads and changes nothing: it is a SELECT.',
      position: null,
      expected: 'SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE or SHOW TABLES',
      got: firstWord(sql),
    };
  }
  return refusalOf(tree.statements, readable);
}

async function run(
  connection: DuckDBConnection,
  call: Extract<QueryCall, { op: 'query' }>,
  send: (answer: QueryAnswer, body?: readonly Buffer[]) => void,
): Promise<void> {
  const prepared = await connection.prepare(call.sql);
  try {
    await answer(prepared, call, send);
  } finally {
    // It holds files open, of which the process may have few; garbage is collected too late for that.
    prepared.destroySync();
  }
}

async function answer(
  prepared: DuckDBPreparedStatement,
  { mostRows, mostBytes, mostColumns, mostCells }: Extract<QueryCall, { op: 'query' }>,
  send: (answer: QueryAnswer, body?: readonly Buffer[]) => void,
): Promise<void> {
  if (prepared.statementType !== StatementType.SELECT) throw new Error('the gate let through what is no SELECT');
  const result = await prepared.stream();
  if (result.columnCount > mostColumns) {
    const got = `${result.columnCount} columns`;
    const message = `The answer has ${got}, more than the ${mostColumns} that it may.`;
    return send({ kind: 'refused', message, position: null, expected: `at most ${mostColumns} columns`, got });
  }
  const columns = result.deduplicatedColumnNames().map((name, k) => ({ name, type: result.columnType(k).toString() }));
  // As bytes, chunk by chunk: text of the whole answer would be there twice, within the memory that a query may take.
  const parts: Buffer[] = [];
  let rows = 0;
  let bytes = 0;
  let cut: 'rows' | 'cells' | 'bytes' | null = null;
  for await (const chunk of result) {
    const lines: string[] = [];
    for (let row = 0; row < chunk.rowCount && cut === null; row++) {
      if (rows === mostRows) cut = 'rows';
      else if ((rows + 1) * columns.length > mostCells) cut = 'cells';
      else {
        const line = JSON.stringify(columns.map((_, k) => cell(itemOf(chunk.getColumnVector(k), row))));
        bytes += Buffer.byteLength(line) + 1;
        if (bytes > mostBytes) cut = 'bytes';
        else {
          lines.push(line);
          rows++;
        }
      }
    }
    if (lines.length > 0) parts.push(Buffer.from(`${parts.length > 0 ? ',' : ''}${lines.join(',')}`));
    if (cut) break;
  }
  send({ kind: 'result', columns, truncated: cut }, [Buffer.from('['), ...parts, Buffer.from(']')]);
}

const firstWord = (sql: string): string => /[A-Za-z]+/.exec(sql)?.[0]?.toUpperCase() ?? sql.slice(0, 20);

await main(process.argv[2]!, process.argv[3]!);
