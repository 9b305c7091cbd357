import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * How far a home has come. A start that finds `doneAt` makes nothing anew, so that what a user deletes stays deleted.
 */
const FlowNote = z.object({
  /** The user's folder from which the first flow was begun; null for the sample. */
  data: z.string().nullable(),
  projectId: z.string().nullable(),
  doneAt: z.string().nullable(),
  /** A later load of new files from which no model has been trained yet. */
  loadToForecast: z.string().nullable(),
  /** The instant at which its own model was found unreadable, until a model trained since then is served. */
  trainSince: z.string().nullable().default(null),
});
export type FlowNote = z.infer<typeof FlowNote>;

const blank: FlowNote = { data: null, projectId: null, doneAt: null, loadToForecast: null, trainSince: null };
const noteIn = (root: string) => path.join(root, 'first-flow.json');

export function recallFlow(root: string): FlowNote {
  try {
    return FlowNote.parse(JSON.parse(readFileSync(noteIn(root), 'utf8')));
  } catch {
    return blank;
  }
}

/** Changes what the home remembers, whole or not at all. */
export function noteFlow(root: string, change: Partial<FlowNote>): void {
  const note: FlowNote = { ...recallFlow(root), ...change };
  writeFileSync(`${noteIn(root)}.new`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${noteIn(root)}.new`, noteIn(root));
}
