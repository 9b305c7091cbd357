import { createModel } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

export function addModels(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createModel, ({ project, body }) => createModel(deps, project.id, body));
  route(app, operations.listModels, async ({ project, query }) => {
    const { items: models, next } = await page((it) => deps.control.models.list(project.id, it), query);
    return { models, next };
  });
}
