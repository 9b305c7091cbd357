import path from 'node:path';
import { findDataFiles } from './flow/data-files.ts';
import { loadTable } from './flow/load-table.ts';
import { loadFiles } from './flow/main-job.ts';
import { withProject } from './with-project.ts';

/** Loads a folder's files into the star of the home and prints what became of every row, or would; `tandem load`. */
export async function load(data: string, plan: boolean): Promise<void> {
  const files = findDataFiles(path.resolve(data), { whole: false });
  const { report } = await withProject('load', (job) => {
    if (files.others.length > 0) job.view.say(`Not recognised, so left out: ${files.others.join(', ')}`);
    return loadFiles(job, job.projectId, files, { again: true, plan });
  });
  if (report) process.stdout.write(loadTable(report, { isPlan: plan }));
}
