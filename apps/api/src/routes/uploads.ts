import { pipeline, Transform } from 'node:stream';
import { createUpload, starOf } from '@tandem/control-plane';
import { TooLarge } from '@tandem/data-model';
import { operations } from '@tandem/data-model/contract';
import { recogniseFile, storedFile } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

export function addUploads(app: FastifyInstance, { control, objects, config }: ApiDeps): void {
  route(app, operations.createUpload, async ({ project, query, body, request }) => {
    const most = config.maxUploadBytes;
    if (Number(request.headers['content-length']) > most) throw tooLarge(most);
    const star = await starOf({ control }, project.id);
    const recognise = async (name: string, key: string) =>
      (await recogniseFile(star, await storedFile(objects, name, key))).source ?? null;
    return createUpload(
      { control, objects, recognise },
      project.id,
      query.name,
      pipeline(body, atMost(most), () => undefined),
    );
  });

  route(app, operations.listUploads, async ({ project, query }) => {
    const { items: uploads, next } = await page((it) => control.uploads.list(project.id, it), query);
    return { uploads, next };
  });
}

/** Passes bytes on and breaks off with TooLarge after the most that is allowed. */
function atMost(most: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      if (seen > most) done(tooLarge(most));
      else done(null, chunk);
    },
  });
}

function tooLarge(most: number): TooLarge {
  return new TooLarge(
    `The file is longer than ${most} bytes, the most that an upload may have.`,
    'Split it into several files with the same header; one load takes up to 20.',
  );
}
