import path from 'node:path';
import { findDataFiles } from './flow/data-files.ts';
import { aligned } from './terminal/aligned.ts';
import { shownText } from './terminal/shown-text.ts';
import { withProject } from './with-project.ts';

/** Prints what each file of a folder is, and sends none; `--dry-run` of verbs that take a folder. */
export async function showRecognised(verb: string, data: string, json: boolean): Promise<void> {
  const { files, others } = await withProject(verb, async ({ client }, projectId) =>
    findDataFiles(path.resolve(data), await client.getStar({ params: { projectId } }), { whole: false }),
  );
  if (json) process.stdout.write(`${JSON.stringify({ files, others }, null, 2)}\n`);
  else {
    const rows = [...files.map((it) => [it.name, it.source]), ...others.map((it) => [it, 'left out'])];
    process.stdout.write(`${aligned([['file', 'source'], ...rows.map((row) => row.map(shownText))], 2)}\n`);
  }
}
