import { randomUUID } from 'node:crypto';
import { objectKeys, requireWarehouse, setStar, starOf } from '@tandem/control-plane';
import { Conflict, NotFound, type Star, starJsonSchema } from '@tandem/data-model';
import { operations } from '@tandem/data-model/contract';
import { proposeStar, recogniseFile, replaceStar, storedFile } from '@tandem/etl-engine';
import { dialectNamed } from '@tandem/sql';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { tagged, whereUnchanged } from '../entity-tag.ts';
import { route } from '../route.ts';

export function addStar(app: FastifyInstance, deps: ApiDeps): void {
  const { control, objects, warehouse } = deps;
  const schema = starJsonSchema();
  const recognised = async (star: Star, name: string, key: string) =>
    (await recogniseFile(star, await storedFile(objects, name, key))).source ?? null;
  const replacing = (projectId: string) => async (from: Star, to: Star) =>
    replaceStar(from, to, await warehouse(projectId));

  route(app, operations.getStarSchema, () => schema);
  route(app, operations.getStar, async ({ project, reply }) => tagged(reply, await starOf(deps, project.id)));
  route(app, operations.setStar, async ({ project, body, request, reply, principal }) => {
    const star = { recognise: recognised, replaceTables: replacing(project.id), control };
    const present = () => starOf(deps, project.id);
    const set = () => setStar(star, project, body, principal);
    return tagged(reply, await whereUnchanged(request, `star of ${project.id}`, present, set));
  });

  route(app, operations.createStarProposal, async ({ project, body }) => {
    requireWarehouse(project);
    const uploads = await Promise.all(
      [...new Set(body.uploadIds)].map(async (id) => {
        const upload = await control.uploads.get(project.id, id);
        if (!upload) throw new NotFound('upload', id);
        return upload;
      }),
    );
    const data = await warehouse(project.id);
    if (data.dialect !== 'duckdb') {
      throw new Conflict(
        'Files are looked at by DuckDB alone, and this warehouse is another.',
        'Propose the star from the files themselves: tandem star propose FILE...',
      );
    }
    const run = randomUUID().replaceAll('-', '');
    const files = uploads.map(async ({ id, name }) => {
      const key = objectKeys.upload(project.id, id);
      return { file: await storedFile(objects, name, key), address: data.locate(key) };
    });
    return proposeStar(await Promise.all(files), {
      warehouse: data,
      tableOf: (table) => dialectNamed(data.dialect).stagingTable(`proposal_${run}_${table}`),
      async keep(text) {
        const key = `${objectKeys.project(project.id)}/staging/proposal_${run}.csv`;
        await objects.put(key, text);
        return { address: data.locate(key), remove: () => objects.delete(key) };
      },
    });
  });
}
