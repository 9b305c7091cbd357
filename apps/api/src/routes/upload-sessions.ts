import {
  beginUpload,
  completeUpload,
  giveUpUpload,
  putUploadPart,
  sweepUploads,
  uploadProgress,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';
import { recogniser, wakenFor } from './uploads.ts';

/** A cut costs little, and the longest file has some six hundred. */
const defaultPartBytes = 16 * 1024 * 1024;
const hourMs = 3_600_000;

export function addUploadSessions(app: FastifyInstance, deps: ApiDeps): void {
  const {
    uploadPartBytes: partBytes = defaultPartBytes,
    maxUploadBytes: mostBytes,
    maxOpenUploadBytes: mostOpenBytes,
  } = deps.config;
  const sweep = sweeper(app, deps);
  const waken = wakenFor(app, deps);
  route(app, operations.createUploadSession, ({ project, body }) => {
    sweep();
    return beginUpload(deps, project.id, body, { partBytes, mostBytes, mostOpenBytes });
  });
  route(app, operations.listUploadSessions, async ({ project }) => ({
    uploadSessions: await deps.control.uploadSessions.list(project.id),
  }));
  route(app, operations.getUploadSession, ({ project, params }) =>
    uploadProgress(deps, project.id, params.uploadSessionId),
  );
  route(app, operations.putUploadPart, ({ project, params, query, body }) =>
    putUploadPart(deps, project.id, params.uploadSessionId, { part: params.part, sha256: query.sha256, body }),
  );
  route(app, operations.completeUploadSession, async ({ project, params }) => {
    const recognise = recogniser(deps, project.id);
    const upload = await completeUpload({ ...deps, recognise }, project.id, params.uploadSessionId);
    await waken(project.id);
    return upload;
  });
  route(app, operations.deleteUploadSession, async ({ project, params }) => {
    await giveUpUpload(deps, project.id, params.uploadSessionId);
    return null;
  });
}

/**
 * Deletes what has expired, beside the calls and never at their cost: at the start, when somebody begins an upload, and
 * hourly from then on for as long as that may expire. A database that nobody uses is left in peace.
 */
function sweeper(app: FastifyInstance, deps: ApiDeps): () => void {
  let hours = 0;
  let sweeping: Promise<void> | undefined;
  const failed = (error: unknown) => app.log.error({ err: error }, 'deleting expired uploads failed');
  const sweep = () => {
    sweeping ??= sweepUploads(deps, failed)
      .catch(failed)
      .finally(() => {
        sweeping = undefined;
      });
  };
  const begin = () => {
    hours = 50;
    sweep();
  };
  const timer = setInterval(() => {
    if (hours-- > 0) sweep();
  }, hourMs).unref();
  app.addHook('onListen', async () => begin());
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await sweeping;
  });
  return begin;
}
