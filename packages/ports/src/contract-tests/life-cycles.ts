import { Conflict, NotFound } from '@tandem/data-model';
import type { Domain, Project } from '@tandem/data-model/contract';
import * as contract from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

/** What every control store does with versions of profiles, and with what is deleted. */
export function lifeCyclesContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a store of life cycles`, () => {
    let store: ControlStore;
    let domain: Domain;
    let at = new Date('2026-11-23T12:00:00.000Z');

    beforeAll(async () => {
      store = await open(await newPlace(), () => at);
      domain = await newDomain('Retail');
    });
    afterAll(() => store.close());

    const newDomain = (label: string) =>
      store.domains.create({ name: label, region: 'eu-west-1', portalUrl: 'http://localhost' });
    const profileOf = (label: string, domainId = domain.id) =>
      store.projectProfiles.create(domainId, { name: label, blueprints: [{ blueprint: 'Tooling', parameters: {} }] });
    const projectOf = async (label: string, domainId = domain.id): Promise<Project> => {
      const { id: profileId } = await profileOf(`Profile of ${label}`, domainId);
      const catalogName = label.toLowerCase();
      return store.projects.create({ domainId, profileId, name: label, catalogName, steps: [] });
    };
    const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
    const loadOf = (projectId: string, revertsTo: string | null = null) =>
      store.loads.create({
        projectId,
        kind: 'load',
        revertsTo,
        uploadIds: [],
        maxRejectShare: 0,
        ...queued,
        report: null,
      });

    it('keeps each version of a profile, and makes none where only the name changes', async () => {
      const { id } = await profileOf('Versions');
      at = new Date('2026-11-24T12:00:00.000Z');
      const blueprints = [{ blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } }] as const;

      await store.projectProfiles.change(id, { name: 'Other name' });
      const changed = await store.projectProfiles.change(id, { name: 'Other name', blueprints });

      expect(contract.ProjectProfile.parse(changed)).toMatchObject({ version: 2, name: 'Other name', blueprints });
      expect(await store.projectProfiles.versions(id)).toEqual([
        { version: 2, blueprints, createdAt: '2026-11-24T12:00:00.000Z' },
        { version: 1, blueprints: [{ blueprint: 'Tooling', parameters: {} }], createdAt: '2026-11-23T12:00:00.000Z' },
      ]);
      expect(await store.projectProfiles.change('prf_none', { name: 'x' })).toBeUndefined();
    });

    it('numbers versions that are made at once one after another', async () => {
      const { id } = await profileOf('At once');
      const change = (k: number) =>
        store.projectProfiles.change(id, {
          name: 'At once',
          blueprints: [{ blueprint: 'RedshiftServerless', parameters: { warehouseThreads: k } }],
        });

      const made = await Promise.all([1, 2, 3, 4].map(change));

      expect(made.map((it) => it?.version).sort()).toEqual([2, 3, 4, 5]);
    });

    it('deletes a profile with its versions, unless a project uses it', async () => {
      const free = await profileOf('Free');
      const { profileId } = await projectOf('Uses');

      await store.projectProfiles.delete(free.id);

      expect(await store.projectProfiles.get(free.id)).toBeUndefined();
      expect(await store.projectProfiles.versions(free.id)).toEqual([]);
      await expect(store.projectProfiles.delete(profileId)).rejects.toThrow(Conflict);
      expect(await store.projectProfiles.get(profileId)).toBeDefined();
    });

    it('renames a project, and refuses a name that is taken', async () => {
      const { id } = await projectOf('Before');
      await projectOf('Taken');

      const renamed = await store.projects.update(id, { name: 'After', description: 'Sales of all stores' });

      expect(renamed).toMatchObject({ name: 'After', description: 'Sales of all stores' });
      await expect(store.projects.update(id, { name: 'Taken' })).rejects.toThrow(Conflict);
    });

    it('counts and deletes all rows of a project, and none of another', async () => {
      const mine = await projectOf('Mine');
      const theirs = await projectOf('Theirs');
      const filled: string[] = [];
      for (const { id } of [mine, theirs]) {
        const load = await loadOf(id);
        await loadOf(id, load.id);
        filled.push(load.id);
        const reject = { file: 'a.csv', line: 1, column: 'c', value: 'v', reason: 'r', mend: 'm' };
        await store.loads.saveRejects(load.id, [reject, { ...reject, line: 2 }]);
        const of = { projectId: id, userId: null, role: 'viewer', scopes: [] } as const;
        await store.identity.createToken({
          hash: `hash of ${id}`,
          name: 'start-up',
          ...of,
          expiresAt: new Date('2027-01-01'),
        });
      }
      const counts = async (id: string) =>
        Object.fromEntries((await store.projects.rows(id)).map((it) => [it.table, it.rows]));
      const full = { rejects: 2, loads: 2, tokens: 1, projects: 1, uploads: 0, stars: 0 };
      expect(await counts(mine.id)).toMatchObject(full);
      expect((await store.projects.rows(mine.id)).at(-1)).toEqual({ table: 'projects', rows: 1 });

      await store.projects.deleteRows(mine.id);
      await store.projects.deleteRows(mine.id);

      expect(new Set(Object.values(await counts(mine.id)))).toEqual(new Set([0]));
      expect(await counts(theirs.id)).toMatchObject(full);
      expect(await store.identity.principal(`hash of ${mine.id}`)).toBeUndefined();
      expect((await store.loads.rejects(filled[1]!, 0, 10)).total).toBe(2);
      await expect(loadOf(mine.id)).rejects.toThrow(NotFound);
      const { domainId, profileId, name, catalogName } = mine;
      const again = await store.projects.create({ domainId, profileId, name, catalogName, steps: [] });
      expect(again).toMatchObject({ name: 'Mine', catalogName: 'mine' });
    });

    it('gives a project that is being deleted no new record, and one deletion however often it is begun', async () => {
      const { id } = await projectOf('Going');
      const asked = { projectId: id, steps: [], found: [] };

      const [first, second] = await Promise.all([store.teardowns.begin(asked), store.teardowns.begin(asked)]);

      expect(contract.Teardown.parse(first)).toMatchObject({ state: 'queued', projectName: 'Going', left: null });
      expect(second).toEqual(first);
      expect(await store.projects.get(id)).toMatchObject({ state: 'deleting' });
      await expect(loadOf(id)).rejects.toThrow('The project is being deleted.');
      await expect(store.stars.set(id, {} as never)).rejects.toThrow(Conflict);
      expect(await store.openWork()).toContainEqual({ kind: 'teardown', projectId: id, id: first!.id });
      expect(await store.teardowns.begin({ ...asked, projectId: 'prj_none' })).toBeUndefined();
    });

    it('loses no record between an insert and the beginning of a deletion', async () => {
      const { id } = await projectOf('Raced');
      const inserts = Array.from({ length: 12 }, () =>
        loadOf(id).then(
          () => 1,
          () => 0,
        ),
      );

      await store.teardowns.begin({ projectId: id, steps: [], found: [] });
      const seen = (await store.loads.list(id)).length;
      const made = (await Promise.all(inserts)).reduce<number>((sum, it) => sum + it, 0);

      expect(made).toBe(seen);
    });

    it('keeps the record of a deletion when the project is gone', async () => {
      const { id } = await projectOf('Gone');
      const teardown = (await store.teardowns.begin({ projectId: id, steps: [], found: [] }))!;

      await store.projects.deleteRows(id);
      const left = [{ place: 'records', name: 'loads', count: 0, bytes: null }];
      await store.teardowns.update(teardown.id, { state: 'succeeded', left });

      expect(contract.Teardown.parse(await store.teardowns.get(teardown.id))).toMatchObject({ projectId: id, left });
      expect((await store.teardowns.list())[0]).toMatchObject({ id: teardown.id });
    });

    it('deletes a domain with its profiles, unless it has projects', async () => {
      const empty = await newDomain('Empty');
      await profileOf('P', empty.id);
      const used = await newDomain('Used');
      await projectOf('Keeps', used.id);

      await store.domains.delete(empty.id);

      expect((await store.domains.list()).map((it) => it.name)).not.toContain('Empty');
      await expect(store.projectProfiles.create(empty.id, { name: 'P', blueprints: [] })).rejects.toThrow(NotFound);
      await expect(store.domains.delete(used.id)).rejects.toThrow(Conflict);
      expect(await store.domains.rename(used.id, 'Renamed')).toMatchObject({ name: 'Renamed' });
      await expect(store.domains.rename(used.id, 'Retail')).rejects.toThrow(Conflict);
      expect(await store.domains.rename(empty.id, 'x')).toBeUndefined();
    });
  });
}
