import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openDuckDb } from '../warehouse/duckdb-warehouse.ts';
import { startQueryProcess } from './query-process.ts';

it.runIf(process.platform === 'linux')(
  'has no more files open after many queries, of which it may have few',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-query-'));
    const engine = await openDuckDb({ file: ':memory:', objectsRoot: folder });
    await engine.copyOut('select range as a from range(100)', 'sales.parquet');
    const programs = { bwrap: undefined, prlimit: undefined };
    const process = await startQueryProcess({ folder, programs, memoryLimit: '64MB', dataBytes: 1e9, mostBytes: 1e6 });
    const tables = [{ name: 'sales', file: path.join(folder, 'sales.parquet') }];
    await process.bind([{ schema: 'star', tables }]);
    const query = {
      op: 'query',
      sql: 'select sum(a) from sales',
      mostRows: 9,
      mostBytes: 99,
      mostColumns: 9,
      mostCells: 9,
    };
    const ask = () => process.ask(query as Parameters<typeof process.ask>[0]);
    const filesOpen = async () => {
      expect((await ask())?.answer.kind).toBe('result');
      return readdirSync(`/proc/${process.pid}/fd`).length;
    };
    const before = await filesOpen();

    for (let k = 0; k < 20; k++) await ask();

    expect(await filesOpen()).toBeLessThan(before + 10);
    process.kill();
    await engine.close();
    rmSync(folder, { recursive: true, maxRetries: 5 });
  },
);
