import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@tandem/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { uploadFiles } from './upload-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-upload-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('sends a long file in parts, and reads each while the file is open', async () => {
  const bytes = 33 * 1024 * 1024;
  const partBytes = 16 * 1024 * 1024;
  const path = join(folder, 'long.csv');
  await using file = await open(path, 'w');
  await file.truncate(bytes);
  await file.write('store_id');
  const whole = createHash('sha256');
  const client = {
    listUploads: async () => ({ uploads: [] }),
    createUploadSession: async () => ({ id: 'session', bytes, partBytes, receivedBytes: 0, missing: [1, 2, 3] }),
    putUploadPart: async ({ body }: { readonly body: Uint8Array }) => {
      whole.update(body);
    },
    completeUploadSession: async () => ({ id: 'upload', source: 'store_sales', sha256: whole.digest('hex') }),
  };

  const notes: string[] = [];
  const note = (text: string) => notes.push(text);
  const sent = { path, name: 'long.csv', source: 'store_sales' };
  const [upload] = await uploadFiles(client as unknown as Client, 'project', [sent], note);

  const expected = createHash('sha256')
    .update('store_id')
    .update(new Uint8Array(bytes - 8));
  expect(upload?.sha256).toBe(expected.digest('hex'));
  expect(notes.at(-1)).toBe('long.csv, 100.0 % of 35 MB');
});
