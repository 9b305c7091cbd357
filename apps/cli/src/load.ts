import path from 'node:path';
import { findDataFiles } from './flow/data-files.ts';
import { loadTable } from './flow/load-table.ts';
import { loadFiles } from './flow/main-job.ts';
import { showRecognised } from './recognised.ts';
import { withProject } from './with-project.ts';

export interface LoadOptions {
  /** The folder. */
  readonly data: string;
  readonly plan: boolean;
  /** 0 to 1. */
  readonly maxRejectShare: number;
  readonly json: boolean;
  readonly dryRun: boolean;
}

/** Loads a folder's files into the star of the home and prints what became of every row, or would; `tandem load`. */
export async function load({ data, plan, maxRejectShare, json, dryRun }: LoadOptions): Promise<void> {
  if (dryRun) return showRecognised('tandem load', data, json);
  const done = await withProject('tandem load', async (job, projectId) => {
    const star = await job.client.getStar({ params: { projectId } });
    const files = await findDataFiles(path.resolve(data), star, { whole: false });
    if (files.others.length > 0) job.view.say(`Not recognised, so left out: ${files.others.join(', ')}`);
    return loadFiles(job, projectId, files, { again: true, plan, maxRejectShare });
  });
  if (json) process.stdout.write(`${JSON.stringify(done, null, 2)}\n`);
  else if (done.report) process.stdout.write(loadTable(done.report, { isPlan: plan }));
}
