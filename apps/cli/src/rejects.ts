import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@tandem/client';
import { Conflict } from '@tandem/data-model';
import { saveRejects } from './flow/save-rejects.ts';
import { publishedServer } from './installation/server-note.ts';
import { readSettings } from './settings.ts';
import { counted } from './terminal/numbers.ts';

/** Saves what a load of the home refused, from its running server; `tandem rejects`. */
export async function rejects({ loadId, folder }: { loadId?: string | undefined; folder: string }): Promise<void> {
  const { home } = readSettings(process.env);
  const server = publishedServer(home);
  if (!server) throw new Conflict(`No server runs on the home ${home}.`, 'Start it with npm start, and ask again.');
  const token = readFileSync(server.tokenFile, 'utf8').trim();
  const client = createClient({ baseUrl: server.url, token });
  const { projectId } = await client.getMe();
  if (projectId === null) throw new Error('a token belongs to a project');
  const saved = await saveRejects(client, projectId, { loadId, folder: path.resolve(folder) });
  if (saved.length === 0) process.stdout.write('No record was refused.\n');
  for (const { file, records } of saved) process.stdout.write(`${file}: ${counted(records, 'record')}\n`);
  if (saved.length > 0) process.stdout.write('Correct them, and load them with tandem load --data DIR.\n');
}
