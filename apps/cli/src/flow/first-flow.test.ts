import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFiles, filesToLoad } from './bring-to-ready.ts';
import { noteFlow, recallFlow } from './first-flow.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-flow-'));
});

afterEach(() => rmSync(root, { recursive: true }));

it('changes what is given and keeps the rest', () => {
  noteFlow(root, { projectId: 'prj_1' });
  noteFlow(root, { data: '/files' });

  expect(recallFlow(root)).toMatchObject({ data: '/files', projectId: 'prj_1', doneAt: null, loadToForecast: null });
});

it('loads the sample into a new home, and nothing once the first flow is done', () => {
  expect(filesToLoad({ root, data: undefined })).toBe('sample');

  noteFlow(root, { doneAt: '2026-11-23T12:00:00Z' });

  expect(filesToLoad({ root, data: undefined })).toBeUndefined();
});

it("goes on with the user's folder where the first flow was interrupted", async () => {
  const folder = path.join(root, 'nowhere');
  noteFlow(root, { data: folder });

  expect(filesToLoad({ root, data: undefined })).toEqual({ folder });
  await expect(checkFiles({ root, data: undefined })).rejects.toThrow(/nowhere cannot be read/);
});

it('leaves it to the server which files a home takes whose first flow is done: its star may be another', async () => {
  noteFlow(root, { doneAt: '2026-11-23T12:00:00Z' });

  await expect(checkFiles({ root, data: root })).resolves.toBeUndefined();
});
