import path from 'node:path';
import type { Upload } from '@tandem/data-model/contract';
import { findDataFiles } from './flow/data-files.ts';
import { uploadStep } from './flow/main-job.ts';
import { aligned } from './terminal/aligned.ts';
import { count } from './terminal/numbers.ts';
import { withProject } from './with-project.ts';

/** Uploads a folder's files and prints what each was recognised as; `tandem uploads add`. */
export async function addUploads(data: string, json = false): Promise<void> {
  const uploads = await withProject('tandem uploads add', async (job, projectId) => {
    const star = await job.client.getStar({ params: { projectId } });
    const { files, others } = await findDataFiles(path.resolve(data), star, { whole: false });
    if (others.length > 0) job.view.say(`Not recognised, so left out: ${others.join(', ')}`);
    return uploadStep(job, projectId, files);
  });
  process.stdout.write(json ? `${JSON.stringify({ uploads }, null, 2)}\n` : uploadsTable(uploads));
}

/** Uploads with what each was recognised as. */
export function uploadsTable(uploads: readonly Upload[], width?: number): string {
  const rows = uploads.map((it) => [
    it.id,
    it.name,
    it.source ?? 'of no source',
    it.sha256.slice(0, 12),
    count(it.bytes),
  ]);
  return `${aligned([['upload', 'file', 'source', 'sha256', 'bytes'], ...rows], 4, width)}\n`;
}
