import { createHash } from 'node:crypto';
import type { UploadProgress } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type Answers, never } from '../../../test/fake-api.ts';
import { project, upload } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const mebibyte = 1024 * 1024;
const partBytes = 16 * mebibyte;
const bytes = 33 * mebibyte;
const content = Buffer.alloc(bytes, 'store_id,total_sales\n1,9.99\n');
const sha256Of = (it: Uint8Array) => createHash('sha256').update(it).digest('hex');
const long = () => new File([content], 'long.csv');

const session: UploadProgress = {
  ...{
    id: `ups_${'1'.repeat(32)}`,
    projectId: project.id,
    name: 'long.csv',
    bytes,
    sha256: sha256Of(content),
    partBytes,
  },
  ...{ createdAt: project.createdAt, expiresAt: project.createdAt, receivedBytes: 0, missing: [1, 2, 3] },
};
const made = upload(9, 'long.csv', 'store_sales');
const choose = async () =>
  fireEvent.change(await screen.findByLabelText('Choose files', { selector: 'input' }), {
    target: { files: [long()] },
  });
const partOf = ({ query, params }: { query: Record<string, string>; params: Record<string, string> }) => ({
  part: Number(params.part),
  bytes: 0,
  sha256: query.sha256!,
});

it('sends a long file in parts, each with its checksum, and goes on where the connection has dropped', async () => {
  let drops = 1;
  const answers: Answers = {
    createUploadSession: session,
    putUploadPart: (call) => {
      if (call.params.part === '2' && drops-- > 0) throw new TypeError('Failed to fetch');
      return partOf(call);
    },
    completeUploadSession: made,
  };
  const { api } = renderAt(inProject('/files'), answers);

  await choose();

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'completeUploadSession')).toBe(true), {
    timeout: 20_000,
  });
  expect(api.calls.find(({ name }) => name === 'createUploadSession')?.body).toEqual({
    ...{ name: 'long.csv', bytes, sha256: sha256Of(content) },
  });
  const parts = api.calls.filter(({ name }) => name === 'putUploadPart');
  expect(parts.map(({ params }) => params.part)).toEqual(['1', '2', '2', '3']);
  expect(parts.at(-1)!.query.sha256).toBe(sha256Of(content.subarray(2 * partBytes)));
  expect(api.calls.some(({ name }) => name === 'createUpload')).toBe(false);
  expect(screen.queryByRole('alert')).toBeNull();
});

it('sends only what is missing of a file that was begun, and shows how far it is', async () => {
  const { api } = renderAt(inProject('/files'), {
    createUploadSession: { ...session, receivedBytes: 2 * partBytes, missing: [3] },
    putUploadPart: () => never(),
  });

  await choose();

  const bar = await screen.findByRole('progressbar', { name: 'Uploading long.csv' }, { timeout: 20_000 });
  await waitFor(() => expect(bar.getAttribute('value')).toBe(String((2 * partBytes) / bytes)));
  expect(screen.getByText(/choose the same file again/)).toBeTruthy();
  await waitFor(() =>
    expect(api.calls.filter(({ name }) => name === 'putUploadPart').map(({ params }) => params.part)).toEqual(['3']),
  );
});
