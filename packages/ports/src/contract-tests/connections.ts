import { Conflict } from '@tandem/data-model';
import type { Project } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';
import type { OpenControlStore } from './control-store.ts';

/** What every control store does with connections that people make. */
export function connectionsContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} as a store of connections`, () => {
    let store: ControlStore;
    let at = new Date('2026-11-23T12:00:00.000Z');
    let made = 0;

    beforeAll(async () => {
      store = await open(await newPlace(), () => at);
    });
    afterAll(() => store.close());

    const project = async (): Promise<Project> => {
      const label = `Project ${++made}`;
      const domain = await store.domains.create({ name: label, region: 'eu-west-1', portalUrl: 'http://localhost' });
      const { id: profileId } = await store.projectProfiles.create(domain.id, { name: label, blueprints: [] });
      const fresh = { domainId: domain.id, profileId, catalogName: `c-${made}`, steps: [] };
      return store.projects.create({ ...fresh, name: label });
    };
    const settings = { host: 'db.example.com', port: 5432, database: 'shop', user: 'reader', tls: 'require' } as const;
    const fields = { name: 'shop', settings, sealedPassword: 'sealed' };
    const create = (projectId: string) => store.connections.create({ projectId, kind: 'postgresql', ...fields });
    const pass = () => {
      at = new Date(at.getTime() + 60_000);
    };

    it('keeps a connection as it was given, for its project alone', async () => {
      const [mine, other] = [await project(), await project()];

      const connection = await create(mine.id);

      expect(connection).toMatchObject({
        ...fields,
        projectId: mine.id,
        state: 'untested',
        detail: '',
        testedAt: null,
      });
      expect(await store.connections.get(mine.id, connection.id)).toEqual(connection);
      expect(await store.connections.list(mine.id)).toEqual([connection]);
      expect(await store.connections.get(other.id, connection.id)).toBeUndefined();
      expect(await store.connections.change(other.id, connection.id, fields)).toBeUndefined();
      expect(await store.connections.delete(other.id, connection.id)).toBe(false);
    });

    it('is made once where the call that makes it is done again after a crash', async () => {
      const { id: projectId } = await project();
      const claim = { requestHash: 'of the body', claimedAt: at.toISOString() };
      const again = () => store.keptReplies.repeatably(`key of ${projectId}`, claim, () => create(projectId));

      const first = await again();
      pass();

      expect(await again()).toEqual(first);
      expect(await store.connections.list(projectId)).toHaveLength(1);
      await expect(create(projectId)).rejects.toThrow(Conflict);
    });

    it('has one of a name in a project', async () => {
      const [mine, other] = [await project(), await project()];
      await create(mine.id);
      const second = await store.connections.create({
        ...{ projectId: mine.id, kind: 'postgresql', ...fields },
        name: 'second',
      });

      await expect(create(mine.id)).rejects.toThrow(Conflict);
      await expect(store.connections.change(mine.id, second.id, fields)).rejects.toThrow(Conflict);
      await expect(create(other.id)).resolves.toMatchObject({ name: 'shop' });
    });

    it('notes what came of a test, and forgets it with the next change', async () => {
      const { id: projectId } = await project();
      const connection = await create(projectId);
      pass();

      await store.connections.noteTest(connection, { state: 'ready', detail: 'It answers.' });

      const tested = await store.connections.get(projectId, connection.id);
      expect(tested).toMatchObject({ state: 'ready', detail: 'It answers.', testedAt: at.toISOString() });
      expect(tested?.changedAt).toBe(connection.changedAt);
      pass();
      const changed = await store.connections.change(projectId, connection.id, { ...fields, name: 'renamed' });
      expect(changed).toMatchObject({
        name: 'renamed',
        state: 'untested',
        testedAt: null,
        changedAt: at.toISOString(),
      });
    });

    it('notes no test of what was changed meanwhile', async () => {
      const { id: projectId } = await project();
      const connection = await create(projectId);
      pass();
      await store.connections.change(projectId, connection.id, { ...fields, settings: { ...settings, port: 1 } });

      await store.connections.noteTest(connection, { state: 'ready', detail: 'It answers.' });

      expect(await store.connections.get(projectId, connection.id)).toMatchObject({ state: 'untested' });
    });

    it('deletes a connection once, and takes none where the project is deleted', async () => {
      const { id: projectId } = await project();
      const { id } = await create(projectId);

      expect([await store.connections.delete(projectId, id), await store.connections.delete(projectId, id)]).toEqual([
        true,
        false,
      ]);
      await store.teardowns.begin({ projectId, steps: [], found: [] });
      await expect(create(projectId)).rejects.toThrow('is being deleted');
    });
  });
}
