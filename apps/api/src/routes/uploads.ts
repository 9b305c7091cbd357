import { pipeline } from 'node:stream';
import { atMost, createUpload, starOf, tooLarge, type UploadDeps, wakeForUpload } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import { recogniseFile, storedFile } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

export function addUploads(app: FastifyInstance, deps: ApiDeps): void {
  const { control, objects, config } = deps;
  const waken = wakenFor(app, deps);
  route(app, operations.createUpload, async ({ project, query, body, request }) => {
    const most = config.maxUploadBytes;
    if (Number(request.headers['content-length']) > most) throw tooLarge(most);
    const upload = await createUpload(
      { control, objects, recognise: recogniser(deps, project.id) },
      project.id,
      query.name,
      pipeline(
        body,
        atMost(most, () => tooLarge(most)),
        () => undefined,
      ),
    );
    await waken(project.id);
    return upload;
  });

  route(app, operations.listUploads, async ({ project, query }) => {
    const { items: uploads, next } = await page((it) => control.uploads.list(project.id, it), query);
    return { uploads, next };
  });
}

/** Lets a worker see what an upload of a project starts; what hinders that is logged, and does not undo the upload. */
export const wakenFor =
  (app: FastifyInstance, deps: ApiDeps) =>
  (projectId: string): Promise<void> =>
    wakeForUpload(deps, projectId, (error) =>
      app.log.error({ err: error }, 'looking for what an upload starts failed'),
    );

/** Says which source of the project's star a stored file is. */
export const recogniser =
  ({ control, objects }: ApiDeps, projectId: string): UploadDeps['recognise'] =>
  async (name, key) => {
    const star = await starOf({ control }, projectId);
    return (await recogniseFile(star, await storedFile(objects, name, key))).source ?? null;
  };
