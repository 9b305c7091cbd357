import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Home, openHome, openWarehouse } from '@tandem/adapters-local';
import { createClient } from '@tandem/client';
import type { Warehouse } from '@tandem/ports';
import type { StartPlace } from './start-run.ts';

export type Client = ReturnType<typeof createClient>;

/** What a fault test asks of an installation that has started. */
export interface Connected {
  readonly home: Home;
  readonly client: Client;
  readonly projectId: string;
  readonly warehouse: Warehouse;
}

/** By the token that the start wrote, which is the token of its project. */
export async function connect({ home: root, port }: StartPlace): Promise<Connected> {
  const token = readFileSync(path.join(root, 'token'), 'utf8').trim();
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token });
  const { projectId } = await client.getMe();
  if (projectId === null) throw new Error('a token belongs to a project');
  const home = openHome(root);
  return { home, client, projectId, warehouse: await openWarehouse(home, projectId) };
}
