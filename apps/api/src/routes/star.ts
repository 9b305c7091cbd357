import { setStar, starOf } from '@tandem/control-plane';
import { starJsonSchema } from '@tandem/data-model';
import { operations } from '@tandem/data-model/contract';
import { recogniseSource, replaceStar } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addStar(app: FastifyInstance, deps: ApiDeps): void {
  const { control, objects, warehouse } = deps;
  const schema = starJsonSchema();

  route(app, operations.getStarSchema, () => schema);
  route(app, operations.getStar, ({ project }) => starOf(deps, project.id));
  route(app, operations.setStar, ({ project, body }) =>
    setStar(
      {
        control,
        objects,
        recognise: (star, head) => recogniseSource(star, head).source ?? null,
        replaceTables: async (from, to) => replaceStar(from, to, await warehouse(project.id)),
      },
      project,
      body,
    ),
  );
}
