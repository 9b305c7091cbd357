import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ChecksumMismatch, Conflict, NotFound, QuotaExceeded, UnreadableFile } from '@tandem/data-model';
import { uploadIdOf } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import * as plane from '../src/index.ts';
import { activeProject, clock, control, objects, passSeconds, project, useControlPlane } from './use-control-plane.ts';

useControlPlane();

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
const text = 'store_id\n1\n2';
const limits = { partBytes: 10, mostBytes: 1_000, mostOpenBytes: 1_000 };
const lifeSeconds = 48 * 3_600;

const begin = (name = 'a.csv', sha256 = sha256Of(text)) =>
  plane.beginUpload({ control, objects, clock }, project.id, { name, bytes: text.length, sha256 }, limits);

const put = (id: string, part: number, body?: Readable) => {
  const own = text.slice((part - 1) * 10, part * 10);
  const sent = { part, sha256: sha256Of(own), body: body ?? Readable.from([Buffer.from(own)]) };
  return plane.putUploadPart({ control, objects }, project.id, id, sent);
};

const begun = async (name?: string, sha256?: string) => {
  const { id } = await begin(name, sha256);
  for (const part of [1, 2]) await put(id, part);
  return id;
};

const complete = (
  id: string,
  recognise: () => Promise<string | null> = async () => 'store_sales',
  waitMs: number | undefined = undefined,
) => plane.completeUpload({ control, objects, recognise }, project.id, id, waitMs);

const sweep = () =>
  plane.sweepUploads({ control, objects }, (error) => {
    throw error;
  });

const partKeys = async () =>
  (await objects.list(`projects/${project.id}/upload-parts/`)).map((it) => it.key.split('/').slice(3).join('/'));
const wholes = async () =>
  (await objects.list(`projects/${project.id}/uploads/`)).map((it) => it.key.split('/').at(-1));

it('has no record without its bytes where it expires while it is completed and a part comes late', async () => {
  const id = await begun();
  const gate = Promise.withResolvers<void>();
  const late = put(
    id,
    2,
    Readable.from(
      (async function* () {
        await gate.promise;
        yield Buffer.from('\n2');
      })(),
      { objectMode: false },
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 30));

  const completed = complete(id, async () => {
    passSeconds(lifeSeconds);
    gate.resolve();
    await expect(late).rejects.toThrow(NotFound);
    expect(await wholes()).toEqual([uploadIdOf(id)]);
    expect(await partKeys()).toEqual([`${id}/000001`]);
    return 'store_sales';
  });

  await expect(completed).rejects.toThrow(NotFound);
  expect(await control.uploads.list(project.id)).toEqual([]);
});

it('counts as uploaded from its begin, and not twice once it is complete', async () => {
  await control.quotas.set(project.domainId, project.id, [{ quota: 'uploaded-bytes', most: 30, warnShare: 0.8 }]);
  const used = async () =>
    (await control.quotas.used(['uploaded-bytes'], project.domainId, project.id)).get('uploaded-bytes');

  const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((it) => begun(it)));

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(outcomes.find((it) => it.status === 'rejected')?.reason).toBeInstanceOf(QuotaExceeded);
  expect(await used()).toBe(24);
  const [one] = outcomes.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  await complete(one!);
  expect(await used()).toBe(24);
  passSeconds(lifeSeconds);
  expect(await used()).toBe(12);
  await expect(begin('later')).resolves.toMatchObject({ missing: [1, 2] });
});

it('begins a file once, and fifty files, of however many at once', async () => {
  const same = await Promise.all([1, 2, 3].map(() => begin('same')));
  const others = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => begin(`${n}`)));

  expect(new Set(same.map((it) => it.id)).size).toBe(1);
  expect(others.filter(({ status }) => status === 'fulfilled')).toHaveLength(49);
  expect(others.find((it) => it.status === 'rejected')?.reason).toBeInstanceOf(Conflict);
  await expect(begin('same')).resolves.toMatchObject({ id: same[0]!.id });
});

it('begins no file whose bytes would go beyond what may be open, until another is complete or given up', async () => {
  const announce = (name: string, bytes: number) =>
    plane.beginUpload({ control, objects, clock }, project.id, { name, bytes, sha256: sha256Of(name) }, limits);
  const outcomes = await Promise.allSettled([announce('a', 600), announce('b', 600), announce('c', 600)]);
  const [first] = outcomes.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));

  expect(outcomes.map((it) => it.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  await expect(announce('d', 401)).rejects.toThrow(
    new Conflict(
      "The project's uploads that are not complete have 600 bytes, and would have 1001 with d; 1000 is the most.",
      expect.stringContaining('complete or delete one'),
    ),
  );
  await expect(announce('e', 400)).resolves.toMatchObject({ bytes: 400 });
  await plane.giveUpUpload({ control, objects }, project.id, first!.id);
  await expect(announce('f', 600)).resolves.toMatchObject({ bytes: 600 });
});

it('lives for its whole time again where somebody goes on with it', async () => {
  const { id } = await begin();
  passSeconds(lifeSeconds - 60);

  await begin();
  passSeconds(120);

  expect(await begin()).toMatchObject({ id });
});

it('leaves no whole where it may not become an upload, and may be completed later', async () => {
  const id = await begun();
  const unreadable = new UnreadableFile('It is locked.', 'Unlock it.');
  await expect(complete(id, () => Promise.reject(unreadable))).rejects.toBe(unreadable);
  expect(await wholes()).toEqual([]);
  await control.quotas.set(project.domainId, project.id, [{ quota: 'uploaded-bytes', most: 1, warnShare: 0.8 }]);
  await expect(complete(id)).rejects.toThrow(QuotaExceeded);
  expect(await wholes()).toEqual([]);

  await control.quotas.set(project.domainId, project.id, []);

  expect(await complete(id)).toMatchObject({ bytes: text.length, sha256: sha256Of(text) });
  expect(await wholes()).toEqual([uploadIdOf(id)]);
});

it('is put together once where many complete it at once, and none waits for ever', async () => {
  const id = await begun();
  let times = 0;
  const [atIt, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = async () => {
    times++;
    atIt.resolve();
    await gate.promise;
    return 'store_sales';
  };
  const first = complete(id, held);
  await atIt.promise;
  const second = complete(id, held);

  await expect(complete(id, held, 50)).rejects.toThrow(/still being put together/);
  gate.resolve();

  expect(await second).toEqual(await first);
  expect(times).toBe(1);
});

it('is completed by another where whoever began to has died, and by nobody twice', async () => {
  const id = await begun();

  const slow = complete(id, async () => {
    passSeconds(16);
    await complete(id);
    throw new Error('too late');
  });

  await expect(slow).rejects.toThrow('too late');
  expect(await wholes()).toEqual([uploadIdOf(id)]);
  expect(await control.uploads.list(project.id)).toHaveLength(1);
});

it('is sent anew where the whole was another file than was announced', async () => {
  const announced = sha256Of('another file');
  const id = await begun('a.csv', announced);

  await expect(complete(id)).rejects.toThrow(ChecksumMismatch);

  expect(await begin('a.csv', announced)).toMatchObject({ id, receivedBytes: 0, missing: [1, 2] });
});

it('leaves no part where a process died after the session had ended, and touches none that is open', async () => {
  const crash = { control, objects: { ...objects, delete: () => Promise.reject(new Error('it died')) } };
  const [made, givenUp, open] = [await begun('a'), await begun('b'), await begun('c')];
  const dying = plane.completeUpload({ ...crash, recognise: async () => null }, project.id, made);
  await expect(dying).rejects.toThrow('it died');
  await expect(plane.giveUpUpload(crash, project.id, givenUp)).rejects.toThrow('it died');

  await sweep();
  expect(await partKeys()).toEqual([`${open}/000001`, `${open}/000002`]);
  expect(await wholes()).toEqual([uploadIdOf(made)]);

  passSeconds(lifeSeconds);
  await sweep();
  expect(await partKeys()).toEqual([]);
});

it('has its parts deleted by whoever completes it again after a process died', async () => {
  const crash = { control, objects: { ...objects, delete: () => Promise.reject(new Error('it died')) } };
  const id = await begun();
  const dying = plane.completeUpload({ ...crash, recognise: async () => null }, project.id, id);
  await expect(dying).rejects.toThrow('it died');

  await complete(id);

  expect(await partKeys()).toEqual([]);
});

it('expires as the act of nobody, and whatever fails elsewhere', async () => {
  const id = await begun();
  const { id: elsewhere } = await activeProject();
  const foreign = await plane.beginUpload(
    { control, objects, clock },
    elsewhere,
    { name: 'a.csv', bytes: 1, sha256: sha256Of('1') },
    limits,
  );
  passSeconds(lifeSeconds);
  const list = (prefix: string) =>
    prefix.includes(elsewhere) ? Promise.reject(new Error('it is away')) : objects.list(prefix);
  const failures: unknown[] = [];

  const ada = { kind: 'session', id: 'usr_1', name: 'Ada' } as const;
  await control.audit.as({ actor: ada, operation: 'createUploadSession', requestId: '1' }, () =>
    plane.sweepUploads({ control, objects: { ...objects, list } }, (it) => failures.push(it)),
  );

  expect(await partKeys()).toEqual([]);
  expect(failures.map(String)).toEqual(Array(2).fill('Error: it is away'));
  const events = await control.audit.list({ kind: 'upload-session' }, { limit: 100 });
  const ends = events.filter((it) => [id, foreign.id].includes(it.subject.id));
  expect(ends.map((it) => [it.actor.kind, it.action])).toEqual(Array(2).fill(['worker', 'deleted']));
});
