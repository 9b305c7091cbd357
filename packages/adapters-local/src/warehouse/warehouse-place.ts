import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable } from '@tandem/data-model';
import type { ProjectPlace } from '@tandem/ports';
import type { Home } from '../home.ts';
import { filesBelow } from '../object-store/files-below.ts';
import { askWarehouseHost, warehouseSocket } from './find-warehouse-host.ts';

/** Reads that are under way get so long to end before the host is killed: what it owns goes anyway. */
const politeMs = 5_000;
const mostMs = 30_000;

/** The process that owns a project's warehouse, its file, its log and its socket. */
export function warehousePlace(home: Home): ProjectPlace {
  const logOf = (projectId: string) => path.join(home.logs, `warehouse-${projectId}.log`);
  return {
    name: 'warehouse',
    does: 'The process that owns the warehouse is stopped; its file, log and socket are removed',
    async look(projectId) {
      const host = await askWarehouseHost(home, projectId);
      const databases = await sizesOf(await databaseFiles(home, projectId));
      const logs = await sizesOf([logOf(projectId)]);
      const sockets = await sizesOf([warehouseSocket(home, projectId)]);
      return [
        { name: 'process', count: host ? 1 : 0, bytes: null },
        { name: 'database files', count: databases.length, bytes: sum(databases) },
        { name: 'logs', count: logs.length, bytes: sum(logs) },
        { name: 'sockets', count: sockets.length, bytes: null },
      ];
    },
    async empty(projectId) {
      await endHost(home, projectId);
      const files = [...(await databaseFiles(home, projectId)), logOf(projectId), warehouseSocket(home, projectId)];
      for (const file of files) await rm(file, { recursive: true, force: true });
    },
  };
}

/** The database, its log of what is not in it yet, and the folder of what did not fit into memory. */
async function databaseFiles({ warehouses }: Home, projectId: string): Promise<string[]> {
  const names = await readdir(warehouses);
  return names.filter((it) => it.startsWith(`${projectId}.duckdb`)).map((it) => path.join(warehouses, it));
}

async function endHost(home: Home, projectId: string): Promise<void> {
  const start = performance.now();
  for (;;) {
    const host = await askWarehouseHost(home, projectId, 'stop');
    if (!host) return;
    const waited = performance.now() - start;
    if (waited > mostMs) {
      throw new Unavailable('The process that owns the warehouse does not end.', 'Delete the project again.');
    }
    if (waited > politeMs) kill(host.pid);
    await delay(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since it answered.
  }
}

/** Bytes of each file that is there; of a folder, those of all files in it. */
async function sizesOf(files: readonly string[]): Promise<number[]> {
  const sizes = await Promise.all(
    files.map(async (file) => {
      const info = await stat(file).catch(() => undefined);
      if (!info?.isDirectory()) return info ? [info.size] : [];
      let bytes = 0;
      for await (const it of filesBelow(file)) bytes += (await stat(it).catch(() => undefined))?.size ?? 0;
      return [bytes];
    }),
  );
  return sizes.flat();
}

const sum = (sizes: readonly number[]): number => sizes.reduce((all, it) => all + it, 0);
