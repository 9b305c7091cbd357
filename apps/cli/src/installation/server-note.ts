import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** How other processes of the same user reach the server of a home. */
export const ServerNote = z.object({
  url: z.url(),
  /** Opens the project of the home alone; a home that is served as it is has no such project. */
  tokenFile: z.string().optional(),
  /** Opens the whole domain, as the home's owner may. */
  sessionFile: z.string().optional(),
});
export type ServerNote = z.infer<typeof ServerNote>;

const noteIn = (root: string) => path.join(root, 'server.json');

/** Makes the server of a home known, once it can be used. */
export function publishServer(root: string, note: ServerNote): void {
  const file = noteIn(root);
  writeFileSync(`${file}.new`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function withdrawServer(root: string): void {
  rmSync(noteIn(root), { force: true });
}

/** The server that was last made known; undefined where none is. */
export function publishedServer(root: string): ServerNote | undefined {
  try {
    return ServerNote.parse(JSON.parse(readFileSync(noteIn(root), 'utf8')));
  } catch {
    return undefined;
  }
}
