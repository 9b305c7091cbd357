import type { Load } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { writersOf } from './writers.ts';

const load = (id: number, fields: Partial<Load> = {}): Load =>
  ({
    id: `lod_${id}`,
    kind: 'load',
    revertsTo: null,
    state: 'succeeded',
    endedAt: `2026-11-23T12:00:0${id}.000Z`,
    ...fields,
  }) as Load;
const revert = (id: number, to: number) => load(id, { kind: 'revert', revertsTo: `lod_${to}` });
const ids = (...loads: Load[]) => writersOf(loads).map((it) => it.id);

it('are the loads that wrote, the last to end first', () => {
  const late = load(1, { endedAt: '2026-11-23T13:00:00.000Z' });

  expect(ids(load(4, { kind: 'plan' }), load(3), load(2, { state: 'failed' }), late)).toEqual(['lod_1', 'lod_3']);
});

it('leave out what a revert took back', () => {
  expect(ids(load(5), revert(4, 1), load(3), load(2), load(1))).toEqual(['lod_5', 'lod_1']);
});

it('are those that were taken back where the revert itself is reverted', () => {
  expect(ids(revert(4, 2), revert(3, 1), load(2), load(1))).toEqual(['lod_2', 'lod_1']);
  expect(ids(revert(5, 3), load(4), revert(3, 1), load(2), load(1))).toEqual(['lod_1']);
});
