import type { Load, Upload } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { newUploads } from './new-uploads.ts';

const upload = (id: string, name = `${id}.csv`, source: string | null = 'sales'): Upload => ({
  ...{ id, projectId: 'prj', name, bytes: 1, sha256: '', source, createdAt: '2026-01-01T00:00:00.000Z' },
});
const load = (state: Load['state'], uploadIds: string[], kind: Load['kind'] = 'load') => ({ kind, state, uploadIds });
const found = (uploads: readonly Upload[], loads: ReturnType<typeof load>[]) => {
  const { fresh, failed } = newUploads(uploads, loads, new Set(['sales', 'stores']));
  return { fresh: fresh.map((it) => it.id), failed: failed.map((it) => it.id) };
};

it('takes what no load has, oldest first, of sources of the star', () => {
  const uploads = [upload('u3'), upload('u2', 'a.csv', 'other'), upload('u1'), upload('u0', 'model.onnx', null)];

  expect(found(uploads, [])).toEqual({ fresh: ['u1', 'u3'], failed: [] });
});

it('leaves what a load has brought, is bringing or waits to bring; a plan and a cancelled load bring nothing', () => {
  const uploads = ['u1', 'u2', 'u3', 'u4', 'u5'].map((it) => upload(it));
  const loads = [
    load('succeeded', ['u1']),
    load('running', ['u2']),
    load('queued', ['u3']),
    load('cancelled', ['u4']),
    load('succeeded', ['u5'], 'plan'),
  ];

  expect(found(uploads, loads)).toEqual({ fresh: ['u4', 'u5'], failed: [] });
});

it('knows what only failed loads have had, but not what a newer file of the name replaces', () => {
  const uploads = [upload('u1', 'sales.csv'), upload('u2', 'stores.csv'), upload('u3', 'sales.csv'), upload('u4')];
  const loads = [load('failed', ['u1', 'u2']), load('failed', ['u4']), load('succeeded', ['u4'])];

  expect(found(uploads, loads)).toEqual({ fresh: ['u3'], failed: ['u2'] });
});
