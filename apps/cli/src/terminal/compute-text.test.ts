import type { WarehouseState } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { computeText, warehouseLine } from './compute-text.ts';

const startedAt = '2026-11-23T09:00:00.000Z';
const running: WarehouseState = {
  ...{ state: 'running', startedAt, memoryBytes: 147_500_000, memoryLimit: '2000MB', threads: 2 },
  ...{ calls: 0, heldBy: [], idleStopSeconds: 900, note: null },
};

it('says what a warehouse is doing, and for whom', () => {
  expect(warehouseLine(running)).toBe(
    `warehouse  idle, 148 MB in memory, tables and results up to 2000MB, 2 threads, since ${startedAt}, stops after 900 s without a call`,
  );
  expect(warehouseLine({ ...running, calls: 1, heldBy: ['the load lod_1'] })).toMatch(
    /at work for the load lod_1 and 1 call under way/,
  );
});

it('says of a warehouse that is no process of ours only what is known, and what can be done', () => {
  const elsewhere = {
    ...running,
    startedAt: null,
    memoryBytes: null,
    memoryLimit: null,
    threads: null,
    idleStopSeconds: null,
  };

  expect(warehouseLine({ ...elsewhere, note: 'It rests by itself.' })).toBe(
    'warehouse  idle\n           It rests by itself.',
  );
});

it('says why queries have no sandbox, and which of their processes are yours', () => {
  const loadId = 'lod_1';
  const process = { mine: true, queryId: null, running: true, loadId, startedAt, memoryBytes: null };

  const text = computeText({
    warehouse: { ...running, state: 'stopped' },
    queries: { sandbox: { kind: 'process', reason: 'bubblewrap is not installed' }, processes: [process] },
  });

  expect(text.split('\n')).toEqual([
    'warehouse  stopped; it starts by itself with the next call that needs it',
    'queries    1 process, 1 at work; without a sandbox: bubblewrap is not installed',
    `           at work, yours, memory not known, over lod_1, since ${startedAt}`,
    '',
  ]);
});
