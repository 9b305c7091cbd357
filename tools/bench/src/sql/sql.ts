import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  findWarehouseHost,
  type Home,
  openDuckDb,
  openHome,
  openQueryRunner,
  openWarehouse,
} from '@tandem/adapters-local';
import { type Bench, readingArguments, UsageError } from '../bench.ts';

const project = 'prj_bench';
const key = `projects/${project}/snapshots/lod_bench/sales.parquet`;
const tables = [{ name: 'sales', key }];
const question = (from: string) =>
  `select store_id, count(*)::double as days, sum(total_sales) as turnover from ${from} group by store_id order by store_id limit 100`;
/** The pool has to have a process ready again before the next user comes. */
const refillMs = 1_500;

/** What the walls around users' SQL cost, and how fast columns leave a warehouse's host. */
export const sql: Bench = {
  name: 'sql',
  about: 'Milliseconds that the process around SQL adds to a query, and values per second out of the warehouse host.',
  usage: 'sql [--rows N] [--queries N] [--users N]',
  async run(args) {
    const { rows, queries, users } = readArguments(args);
    const root = mkdtempSync(path.join(tmpdir(), 'tandem-sql-bench-'));
    const home = openHome(root);
    try {
      await writeSales(home, rows);
      const streamed = await valuesPerSecond(home, rows);
      const asked = await addedMilliseconds(home, queries, users);
      return { rows, queries, users, ...asked, values_per_s: Math.round(streamed) };
    } finally {
      const host = await findWarehouseHost(home, project);
      if (host !== undefined) process.kill(host, 'SIGKILL');
      for (const folder of [root, home.sockets]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

/** A fact table of doubles and integers in the host, and its snapshot. */
async function writeSales(home: Home, rows: number): Promise<void> {
  const warehouse = await openWarehouse(home, project);
  await warehouse.run(
    `create table sales as select (range % 1115)::integer as store_id, (range // 1115)::integer as date_key,
       (hash(range) % 1000000)::double / 100 as total_sales, (range % 7)::double as weekday from range(${rows})`,
  );
  await warehouse.copyOut('select * from sales', key);
}

/** Of all columns of all rows, from the query to typed arrays in this process; the better of two passes. */
async function valuesPerSecond(home: Home, rows: number): Promise<number> {
  const warehouse = await openWarehouse(home, project);
  let best = 0;
  for (let pass = 0; pass < 2; pass++) {
    const since = performance.now();
    let values = 0;
    for await (const batch of warehouse.rows('select * from sales')) {
      for (const column of batch.columns) values += column.values.length;
    }
    if (values !== rows * 4) throw new Error(`${values} values came of ${rows * 4}`);
    best = Math.max(best, (values / (performance.now() - since)) * 1000);
  }
  return best;
}

/**
 * The same query in this process and in the one of a user, turn by turn so that a busy machine slows both; and the
 * first query of each of some users, whose process comes from the pool.
 */
async function addedMilliseconds(home: Home, queries: number, users: number) {
  const bare = await openDuckDb({ file: ':memory:', objectsRoot: home.objects, threads: 1 });
  const runner = await openQueryRunner(home);
  const snapshot = { loadId: 'lod_bench', schema: 'star', tables };
  const ask = (user: string) =>
    milliseconds(() =>
      runner.run({ projectId: project, user, sql: question('sales'), readable: async () => ({ snapshot }) }),
    );
  const inProcess = () =>
    milliseconds(async () => {
      for await (const _ of bare.rows(question(`read_parquet(${bare.locate(key)})`)));
    });
  try {
    for (let k = 0; k < 5; k++) await Promise.all([inProcess(), ask('one')]);
    const [plain, walled, first]: [number[], number[], number[]] = [[], [], []];
    for (let k = 0; k < queries; k++) {
      plain.push(await inProcess());
      walled.push(await ask('one'));
    }
    for (let k = 0; k < users; k++) {
      await delay(refillMs);
      first.push(await ask(`new ${k}`));
    }
    const [p, w, f] = [median(plain), median(walled), median(first)];
    return {
      sandbox: runner.sandbox.kind,
      in_process_p50_ms: round(p),
      sandboxed_p50_ms: round(w),
      added_p50_ms: round(w - p),
      first_added_p50_ms: round(f - p),
    };
  } finally {
    await runner.close();
    await bare.close();
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const round = (ms: number): number => Math.round(ms * 10) / 10;

function readArguments(args: readonly string[]) {
  const { values } = readingArguments(() =>
    parseArgs({
      args: [...args],
      options: {
        rows: { type: 'string', default: '2000000' },
        queries: { type: 'string', default: '100' },
        users: { type: 'string', default: '10' },
      },
    }),
  );
  return { rows: whole(values.rows), queries: whole(values.queries), users: whole(values.users) };
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${text} is not a whole number above 0.`);
}
