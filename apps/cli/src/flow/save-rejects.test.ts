import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '@tandem/client';
import type { Load, LoadSummary } from '@tandem/data-model/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { saveRejects } from './save-rejects.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'tandem-rejects-')), 'out');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

const load = (id: string, rejects: { source: string; reason: string; count: number }[] | null) =>
  ({
    id,
    state: rejects ? 'succeeded' : 'running',
    report: rejects && { counts: { rejected: rejects.reduce((sum, it) => sum + it.count, 0) }, rejects },
  }) as Load;

/** What a server with these loads answers, newest first. */
const server = (...loads: Load[]) =>
  ({
    // Pages of one load each.
    listLoads: async ({ query }) => {
      const at = query?.before ? loads.findIndex((it) => it.id === query.before) + 1 : 0;
      const page = loads.slice(at, at + 1).map(({ report, ...it }) => ({ ...it, counts: report?.counts ?? null }));
      return { loads: page as LoadSummary[], next: at + 1 < loads.length ? loads[at]!.id : null };
    },
    getLoad: async ({ params }) => loads.find((it) => it.id === params.loadId)!,
    downloadRejectedRecords: async ({ params, query }, { to } = {}) => {
      const writer = to!.getWriter();
      await writer.write(Buffer.from(`${params.loadId} ${query?.source}`));
      await writer.close();
      return '';
    },
  }) as Pick<Client, 'getLoad' | 'listLoads' | 'downloadRejectedRecords'>;

const sales = { source: 'store_sales', reason: 'empty', count: 2 };

it('saves what the newest load with rejects refused, one file for each source', async () => {
  const client = server(
    load('lod_3', []),
    load('lod_2', [sales, { ...sales, reason: 'duplicate' }, { ...sales, source: 'store_promotions', count: 1 }]),
    load('lod_1', [sales]),
  );

  const saved = await saveRejects(client, 'prj_1', { folder });

  expect(saved.map((it) => [path.basename(it.file), it.records])).toEqual([
    ['lod_2-store_sales.csv', 4],
    ['lod_2-store_promotions.csv', 1],
  ]);
  expect(readFileSync(saved[0]!.file, 'utf8')).toBe('lod_2 store_sales');
});

it('saves those of the load that is asked for, and nothing where none was refused', async () => {
  const client = server(load('lod_2', [sales]), load('lod_1', [sales]), load('lod_0', []));

  await saveRejects(client, 'prj_1', { folder, loadId: 'lod_1' });

  expect(readdirSync(folder)).toEqual(['lod_1-store_sales.csv']);
  expect(await saveRejects(client, 'prj_1', { folder, loadId: 'lod_0' })).toEqual([]);
  expect(await saveRejects(server(), 'prj_1', { folder })).toEqual([]);
});

it('says that a load has not ended', async () => {
  const saved = saveRejects(server(load('lod_1', null)), 'prj_1', { folder, loadId: 'lod_1' });

  await expect(saved).rejects.toThrow('Load lod_1 has no report: its state is "running".');
});
