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
    await wakeForUpload(deps, project.id);
    return upload;
  });

  route(app, operations.listUploads, async ({ project, query }) => {
    const { items: uploads, next } = await page((it) => control.uploads.list(project.id, it), query);
    return { uploads, next };
  });
}

/** Says which source of the project's star a stored file is. */
export const recogniser =
  ({ control, objects }: ApiDeps, projectId: string): UploadDeps['recognise'] =>
  async (name, key) => {
    const star = await starOf({ control }, projectId);
    return (await recogniseFile(star, await storedFile(objects, name, key))).source ?? null;
  };
