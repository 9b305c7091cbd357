import path from 'node:path';
import { saveRejects } from './flow/save-rejects.ts';
import { makeFolder } from './make-folder.ts';
import { counted } from './terminal/numbers.ts';
import { withProject } from './with-project.ts';

/** Saves what a load of the home refused as files, and prints how many records each has; `tandem rejects`. */
export async function rejects({
  loadId,
  folder,
  json,
}: {
  loadId?: string | undefined;
  folder: string;
  json: boolean;
}): Promise<void> {
  makeFolder(path.resolve(folder), 'the folder of rejects');
  const saved = await withProject('tandem rejects', ({ client }, projectId) =>
    saveRejects(client, projectId, { loadId, folder: path.resolve(folder) }),
  );
  if (json) {
    process.stdout.write(`${JSON.stringify({ saved }, null, 2)}\n`);
    return;
  }
  if (saved.length === 0) process.stdout.write('No record was refused.\n');
  for (const { file, records } of saved) process.stdout.write(`${file}: ${counted(records, 'record')}\n`);
  if (saved.length > 0) process.stdout.write('Correct them, and load them with tandem load --data DIR.\n');
}
