import type { Principal, Project } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { remembering } from './remembered.ts';

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
let asked: string[];
let alive: Set<string>;
let store: ControlStore;
beforeEach(() => {
  asked = [];
  alive = new Set(['a', 'b']);
  const principal = async (hash: string): Promise<Principal | undefined> => {
    asked.push(hash);
    return alive.has(hash) ? ({ kind: 'session', name: hash, expiresAt: inAnHour() } as Principal) : undefined;
  };
  const deleteSession = async (hash: string) => void alive.delete(hash);
  const get = async (id: string) => ({ id, state: 'active', steps: [] }) as unknown as Project;
  const projects = { get, list: async () => [], create: get, update: get };
  const domains = { create: get, list: async () => [] };
  store = remembering({ identity: { principal, deleteSession }, projects, domains } as unknown as ControlStore);
});

describe('who a caller is', () => {
  it('is asked once by many calls, and again after two seconds', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const all = await Promise.all(['a', 'a', 'b', 'a'].map((it) => store.identity.principal(it)));
    await store.identity.principal('a');
    expect(all.map((it) => it?.name)).toEqual(['a', 'a', 'b', 'a']);
    expect(asked).toEqual(['a', 'b']);

    vi.advanceTimersByTime(2_001);
    await store.identity.principal('a');
    vi.useRealTimers();

    expect(asked).toEqual(['a', 'b', 'a']);
  });

  it('is forgotten at once where a session ends here, also while it is being asked', async () => {
    await store.identity.principal('a');
    const asking = store.identity.principal('b');
    await Promise.all([store.identity.deleteSession('a'), store.identity.deleteSession('b')]);
    await asking;

    expect(await store.identity.principal('a')).toBeUndefined();
    expect(await store.identity.principal('b')).toBeUndefined();
  });

  it('is asked anew where it was nobody', async () => {
    expect(await store.identity.principal('new')).toBeUndefined();
    alive.add('new');

    expect((await store.identity.principal('new'))?.name).toBe('new');
  });
});

it('gives a project that no call can change for another', async () => {
  const project = (await store.projects.get('prj_1'))!;

  expect(() => project.steps.push({} as never)).toThrow(TypeError);
  expect(await store.projects.get('prj_1')).toBe(project);
  await store.projects.update('prj_1', {});
  expect(await store.projects.get('prj_1')).not.toBe(project);
});
