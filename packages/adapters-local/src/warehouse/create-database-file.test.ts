import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createDatabaseFile } from './create-database-file.ts';
import { openDuckDb } from './duckdb-warehouse.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-database-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Whether a file has the mark of a database behind its checksum, and the pages of an empty one. */
function isWhole(file: string): boolean {
  const descriptor = openSync(file, 'r');
  const mark = Buffer.alloc(4);
  readSync(descriptor, mark, 0, 4, 8);
  const { size } = fstatSync(descriptor);
  closeSync(descriptor);
  return mark.toString() === 'DUCK' && size >= 3 * 4096;
}

it('never lets a file be seen that is no database yet', async () => {
  const folder = await temporaryFolder();
  const seen: boolean[] = [];
  for (let i = 0; i < 20; i++) {
    const file = path.join(folder, `${i}.duckdb`);
    let isMade = false;
    const making = createDatabaseFile(file).then(() => {
      isMade = true;
    });
    while (!isMade) {
      if (existsSync(file)) seen.push(isWhole(file));
      await setImmediate();
    }
    await making;
    seen.push(isWhole(file));
  }

  expect(seen.length).toBeGreaterThanOrEqual(20);
  expect(seen).not.toContain(false);
});

it('is done by one of several at once, and leaves nothing beside the file', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'w.duckdb');

  await Promise.all([1, 2, 3, 4].map(() => createDatabaseFile(file)));

  expect(await readdir(folder)).toEqual(['w.duckdb']);
});

it('leaves a database that is there as it is', async () => {
  const options = { file: path.join(await temporaryFolder(), 'w.duckdb'), objectsRoot: tmpdir() };
  const first = await openDuckDb(options);
  await first.run('create table t as select 7 as a');
  await first.close();

  await createDatabaseFile(options.file);

  const second = await openDuckDb(options);
  onTestFinished(() => second.close());
  for await (const batch of second.rows('select a from t')) expect([...batch.columns[0]!.values]).toEqual([7]);
});
