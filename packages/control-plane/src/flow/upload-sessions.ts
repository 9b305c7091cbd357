import type { Readable } from 'node:stream';
import { Conflict, InvalidInput, NotFound, TooLarge } from '@tandem/data-model';
import {
  type NewUploadSession,
  type UploadProgress,
  type UploadSession,
  uploadIdOf,
} from '@tandem/data-model/contract';
import type { ControlStore, ObjectStore } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { objectKeys } from '../object-keys.ts';
import { expecting } from './expecting.ts';

/** How long the parts of a file wait for the rest. */
const lifeMs = 48 * 3_600_000;
const mostOpen = 50;

export interface UploadSessionDeps {
  readonly control: Pick<ControlStore, 'uploads' | 'uploadSessions'>;
  readonly objects: ObjectStore;
}

export interface UploadLimits {
  readonly partBytes: number;
  /** Of one file. */
  readonly mostBytes: number;
  /** Of all files of a project together that are not complete, as they were announced. */
  readonly mostOpenBytes: number;
}

/**
 * Begins an upload in parts, or goes on with the one that was begun of the same file, which then lives for 48 hours
 * again. Throws TooLarge, QuotaExceeded, and Conflict where the project has fifty open, or would have more bytes open than
 * `mostOpenBytes`.
 */
export async function beginUpload(
  deps: UploadSessionDeps & { readonly clock: Clock },
  projectId: string,
  file: NewUploadSession,
  { partBytes, mostBytes, mostOpenBytes }: UploadLimits,
): Promise<UploadProgress> {
  if (file.bytes > mostBytes) throw tooLarge(mostBytes);
  const expiresAt = new Date(deps.clock().getTime() + lifeMs).toISOString();
  const { uploadSessions } = deps.control;
  const session = await uploadSessions.begin(
    { ...file, projectId, partBytes, expiresAt },
    { count: mostOpen, bytes: mostOpenBytes },
  );
  if (session) return withProgress(deps, session);
  const open = await uploadSessions.list(projectId);
  const expiries = open.map((it) => it.expiresAt).sort();
  const bytes = open.reduce((sum, it) => sum + it.bytes, 0);
  throw new Conflict(
    open.length >= mostOpen
      ? `The project has ${mostOpen} uploads that are not complete, the most that it may have.`
      : `The project's uploads that are not complete have ${bytes} bytes, and would have ${bytes + file.bytes} with ${file.name}; ${mostOpenBytes} is the most.`,
    `List the upload sessions, and complete or delete one; the next expires at ${expiries[0]}.`,
  );
}

/** What has come of a file, and what has not. Throws NotFound, also for one that has expired. */
export async function uploadProgress(deps: UploadSessionDeps, projectId: string, id: string): Promise<UploadProgress> {
  return withProgress(deps, await sessionOf(deps, projectId, id));
}

/**
 * Keeps one part, whole and as its checksum says, or nothing of it; one that came before is replaced. Throws NotFound,
 * InvalidInput for a part that the file does not have or that is too short, TooLarge, and ChecksumMismatch.
 */
export async function putUploadPart(
  deps: UploadSessionDeps,
  projectId: string,
  id: string,
  { part, sha256, body }: { readonly part: number; readonly sha256: string; readonly body: Readable },
): Promise<{ part: number; bytes: number; sha256: string }> {
  const session = await sessionOf(deps, projectId, id);
  const bytes = lengthOf(session, part);
  if (bytes <= 0) {
    throw new InvalidInput(
      `${session.name} has ${partsOf(session)} parts, and no part ${part}.`,
      'Send the parts that `missing` of the upload session names.',
    );
  }
  const expected = { what: `part ${part} of ${session.name}`, bytes, sha256 };
  const key = objectKeys.uploadPart(projectId, id, part);
  await deps.objects.put(key, expecting(body, expected));
  // It may have ended meanwhile; then nobody else would delete this part. The rest belongs to whoever ended it.
  await sessionOf(deps, projectId, id).catch(async (error) => {
    await deps.objects.delete(key);
    throw error;
  });
  return { part, bytes, sha256 };
}

/** Gives an upload in parts up. Throws NotFound. */
export async function giveUpUpload(deps: UploadSessionDeps, projectId: string, id: string): Promise<void> {
  await sessionOf(deps, projectId, id);
  if (!(await deps.control.uploadSessions.delete(id))) throw new NotFound('upload session', id);
  await deleteParts(deps, projectId, id);
}

/**
 * By whoever ended the session; first what a completion that was cut off has put together, unless it is an upload now.
 * Where this is cut off, parts are left, by which it is found again.
 */
export async function deleteParts(deps: UploadSessionDeps, projectId: string, id: string): Promise<void> {
  const { control, objects } = deps;
  const uploadId = uploadIdOf(id);
  if (!(await control.uploads.get(projectId, uploadId))) await objects.delete(objectKeys.upload(projectId, uploadId));
  await deletePartsAlone(deps, projectId, id);
}

export async function deletePartsAlone({ objects }: UploadSessionDeps, projectId: string, id: string): Promise<void> {
  const parts = await objects.list(objectKeys.uploadParts(projectId, id));
  for (const { key } of parts) await objects.delete(key);
}

export async function sessionOf({ control }: UploadSessionDeps, projectId: string, id: string): Promise<UploadSession> {
  const found = await control.uploadSessions.get(projectId, id);
  if (!found) throw new NotFound('upload session', id);
  return found;
}

export async function withProgress({ objects }: UploadSessionDeps, session: UploadSession): Promise<UploadProgress> {
  const came = await objects.list(objectKeys.uploadParts(session.projectId, session.id));
  const received = new Set(came.map((it) => it.key));
  const parts = Array.from({ length: partsOf(session) }, (_, n) => n + 1);
  const missing = parts.filter((it) => !received.has(objectKeys.uploadPart(session.projectId, session.id, it)));
  return { ...session, receivedBytes: came.reduce((sum, it) => sum + it.bytes, 0), missing };
}

export const partsOf = ({ bytes, partBytes }: UploadSession) => Math.ceil(bytes / partBytes);

const lengthOf = ({ bytes, partBytes }: UploadSession, part: number) =>
  Math.min(partBytes, bytes - (part - 1) * partBytes);

/** A file that is longer than is taken. */
export const tooLarge = (most: number): TooLarge =>
  new TooLarge(
    `The file is longer than ${most} bytes, the most that an upload may have.`,
    'Split it into several files with the same header; one load takes up to 20.',
  );
