import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChecksumMismatch, Conflict, NotFound } from '@tandem/data-model';
import { type Upload, type UploadProgress, type UploadSession, uploadIdOf } from '@tandem/data-model/contract';
import type { ObjectStore } from '@tandem/ports';
import { objectKeys } from '../object-keys.ts';
import { expecting } from './expecting.ts';
import {
  deleteParts,
  deletePartsAlone,
  partsOf,
  sessionOf,
  type UploadSessionDeps,
  withProgress,
} from './upload-sessions.ts';
import type { UploadDeps } from './uploads.ts';

const renewEveryMs = 5_000;
/** Longer than a claim holds that a dead process has left. */
const longerThanDeadClaimMs = 20_000;

/**
 * Puts the parts together as an upload, the same one however often this is asked; of many at once, one does it and the
 * others wait for `waitMs`. Throws NotFound, Conflict where parts are missing or another is still at it,
 * ChecksumMismatch where the whole is another file than was announced, whose parts are deleted then, QuotaExceeded, and
 * what `recognise` throws, after which the parts stay.
 */
export async function completeUpload(
  deps: UploadSessionDeps & Pick<UploadDeps, 'recognise'>,
  projectId: string,
  sessionId: string,
  waitMs = longerThanDeadClaimMs,
): Promise<Upload> {
  const { uploads, uploadSessions } = deps.control;
  const until = Date.now() + waitMs;
  for (let pause = 25; ; pause = Math.min(pause * 2, 500)) {
    const session = await uploadSessions.get(projectId, sessionId);
    const made = await uploads.get(projectId, uploadIdOf(sessionId));
    if (made) {
      await deletePartsAlone(deps, projectId, sessionId);
      return made;
    }
    if (!session) throw new NotFound('upload session', sessionId);
    const claim = await uploadSessions.claim(sessionId);
    if (claim) return putTogether(deps, session, claim);
    if (Date.now() > until) throw stillPutTogether(session);
    await sleep(pause);
  }
}

async function putTogether(
  deps: UploadSessionDeps & Pick<UploadDeps, 'recognise'>,
  session: UploadSession,
  claim: string,
): Promise<Upload> {
  const { control, objects, recognise } = deps;
  const { id: sessionId, projectId, name, bytes, sha256 } = session;
  const id = uploadIdOf(sessionId);
  const key = objectKeys.upload(projectId, id);
  // Where it cannot be renewed it may be lost, and then nothing is made.
  const renew = () => void control.uploadSessions.renew(sessionId, claim).catch(() => undefined);
  const renewing = setInterval(renew, renewEveryMs).unref();
  try {
    requireAll(await withProgress(deps, session));
    const whole = Readable.from(inOrder(objects, session), { objectMode: false });
    await objects.put(key, expecting(whole, { what: name, bytes, sha256 }));
    const source = await recognise(name, key);
    const record = { id, projectId, name, bytes, sha256, source };
    const upload = await control.uploadSessions.complete(sessionId, claim, record);
    if (upload) {
      await deleteParts(deps, projectId, sessionId);
      return upload;
    }
    const other = await control.uploads.get(projectId, id);
    if (other) return other;
    await sessionOf(deps, projectId, sessionId);
    throw stillPutTogether(session);
  } catch (error) {
    if (error instanceof ChecksumMismatch) await deletePartsAlone(deps, projectId, sessionId);
    // What cannot be undone now is, when the session ends.
    await control.uploadSessions.release(sessionId, claim, () => objects.delete(key)).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(renewing);
  }
}

async function* inOrder(objects: ObjectStore, session: UploadSession): AsyncGenerator<Uint8Array> {
  for (let part = 1; part <= partsOf(session); part++) {
    yield* await objects.stream(objectKeys.uploadPart(session.projectId, session.id, part));
  }
}

function requireAll(progress: UploadProgress): void {
  const { name, missing } = progress;
  if (missing.length === 0) return;
  throw new Conflict(
    `${missing.length} of the ${partsOf(progress)} parts of ${name} have not come; the first is part ${missing[0]}.`,
    'Send the parts that `missing` of the upload session names, then complete it.',
  );
}

const stillPutTogether = ({ name }: UploadSession) =>
  new Conflict(`The parts of ${name} are still being put together.`, 'Complete it again in a few seconds.');
