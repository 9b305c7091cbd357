import { createModel } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addModels(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createModel, ({ project, body }) => createModel(deps, project.id, body));
  route(app, operations.listModels, async ({ project }) => ({ models: await deps.control.models.list(project.id) }));
}
