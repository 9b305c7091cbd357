import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDiskObjectStore } from '@tandem/adapters-local';
import { objectKeys } from '@tandem/control-plane';
import type { BatchForecast } from '@tandem/data-model/contract';
import { afterAll, expect, it } from 'vitest';
import { dropOldFrames, withBatchFrame } from './batch-frames.ts';

const root = mkdtempSync(path.join(tmpdir(), 'batch-frames-'));
const objects = openDiskObjectStore(root);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('keeps the frames of the newest three forecasts and of those under way, and every result', async () => {
  const records = [
    ['b1', 'succeeded'],
    ['b2', 'failed'],
    ['b3', 'succeeded'],
    ['b4', 'running'],
    ['b5', 'succeeded'],
    ['b6', 'running'],
  ].map(([id, state], k) => ({ id, state, createdAt: `2026-11-2${k}T00:00:00.000Z` }) as BatchForecast);
  for (const { id } of [...records, { id: 'b0' }]) {
    await objects.put(objectKeys.batchFrame('prj', id), Buffer.from('frame'));
    await objects.put(objectKeys.batchForecast('prj', id), Buffer.from('csv'));
  }
  await objects.put(objectKeys.batchFrame('other', 'b1'), Buffer.from('frame'));
  const control = { batchForecasts: { list: async () => records } };

  await dropOldFrames({ control, objects }, 'prj', 'b6');

  const keys = (await objects.list('projects/')).map(({ key }) => key);
  expect(keys.filter((it) => it.endsWith('frame.bin')).map((it) => it.split('/').slice(1).join('/'))).toEqual([
    'other/batch-forecasts/b1/frame.bin',
    'prj/batch-forecasts/b3/frame.bin',
    'prj/batch-forecasts/b4/frame.bin',
    'prj/batch-forecasts/b5/frame.bin',
    'prj/batch-forecasts/b6/frame.bin',
  ]);
  expect(keys.filter((it) => it.endsWith('.csv'))).toHaveLength(7);
});

it('removes the frame of what fails, and says why', async () => {
  const key = objectKeys.batchFrame('failing', 'b1');
  await objects.put(key, Buffer.from('frame'));

  await expect(withBatchFrame(objects, key, () => Promise.reject(new Error('not published')))).rejects.toThrow(
    'not published',
  );

  expect(await objects.list('projects/failing/')).toEqual([]);
});
