import type { Teardown } from '@tandem/data-model/contract';
import type { ControlStore, ProjectPlace } from '@tandem/ports';
import { expect, it } from 'vitest';
import { runTeardown } from './run-teardown.ts';

class Killed extends Error {}

/** Places of a project as counts, and the record of its deletion; `killAt` ends the run before that many calls. */
function scene(names: readonly string[]) {
  const counts = new Map(names.map((it) => [it, 2]));
  const emptied: string[] = [];
  let calls = 0;
  let killAt = Number.POSITIVE_INFINITY;
  const step = () => {
    if (++calls > killAt) throw new Killed();
  };
  const places = names.map(
    (name): ProjectPlace => ({
      name,
      does: '',
      look: async () => [{ name: 'things', count: counts.get(name)!, bytes: null }],
      async empty() {
        emptied.push(name);
        step();
        counts.set(name, 1);
        step();
        counts.set(name, 0);
      },
    }),
  );
  let record = { id: 'tdn_1', projectId: 'prj_1', state: 'running', steps: [] } as unknown as Teardown;
  const teardowns = {
    update: async (_: string, change: Partial<Teardown>) => {
      step();
      record = { ...record, ...structuredClone(change) };
      return record;
    },
  };
  const control = { teardowns } as unknown as ControlStore;
  return {
    counts,
    emptied,
    places,
    record: () => record,
    run: (until = Number.POSITIVE_INFINITY) => {
      calls = 0;
      killAt = until;
      return runTeardown(record, { control, places, clock: () => new Date('2026-11-26T12:00:00.000Z') });
    },
  };
}

it('empties places in their order, and proves that nothing is left', async () => {
  const { run, emptied, record } = scene(['queue', 'objects', 'records']);

  const left = await run();

  expect(emptied).toEqual(['queue', 'objects', 'records']);
  expect(left.map((it) => [it.place, it.count])).toEqual([
    ['queue', 0],
    ['objects', 0],
    ['records', 0],
  ]);
  expect(record().steps.map((it) => [it.state, it.tries])).toEqual([
    ['succeeded', 1],
    ['succeeded', 1],
    ['succeeded', 1],
  ]);
});

it('goes on after a kill at any moment, and repeats no step that was recorded as done', async () => {
  for (let killAt = 0; killAt < 12; killAt++) {
    const { run, emptied, record } = scene(['queue', 'objects', 'records']);
    await expect(run(killAt)).rejects.toThrow(Killed);
    const done = record().steps.filter((it) => it.state === 'succeeded');
    emptied.length = 0;

    const left = await run();

    expect(left.every((it) => it.count === 0)).toBe(true);
    expect(emptied).toEqual(['queue', 'objects', 'records'].slice(done.length));
  }
});

it('empties again what came back after its step', async () => {
  const { run, counts, places, emptied } = scene(['objects', 'records']);
  const { empty } = places[1]!;
  places[1]!.empty = async (projectId) => {
    await empty(projectId);
    if (emptied.length === 2) counts.set('objects', 1);
  };

  const left = await run();

  expect(emptied).toEqual(['objects', 'records', 'objects']);
  expect(left.every((it) => it.count === 0)).toBe(true);
});

it('says what comes back however often it is removed', async () => {
  const { run, places } = scene(['objects']);
  places[0]!.look = async () => [{ name: 'uploads', count: 4, bytes: 12 }];

  await expect(run()).rejects.toThrow('Something comes back while the project is deleted: 4 uploads in objects.');
});

it('records a step that failed, and what it throws goes on', async () => {
  const { run, places, record } = scene(['queue', 'objects']);
  const { empty } = places[1]!;
  places[1]!.empty = () => Promise.reject(new Error('no answer'));

  await expect(run()).rejects.toThrow('no answer');
  expect(record().steps.map((it) => it.state)).toEqual(['succeeded', 'failed']);
  places[1]!.empty = empty;
  await run();

  expect(record().steps.map((it) => [it.state, it.tries])).toEqual([
    ['succeeded', 1],
    ['succeeded', 2],
  ]);
});
