import { z } from 'zod';
import { id, instant, operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';
import { Metrics, TrainingRunId } from './training-runs.ts';

export const ModelId = id('mdl', 'model');
const name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and -, as in sales-forecast');

export const Model = z
  .object({
    id: ModelId,
    projectId: ProjectId,
    name,
    version: z.int(),
    trainingRunId: TrainingRunId,
    test: Metrics,
    improvement: z.number().nullable().describe('Share by which test SQL beats seasonal naive'),
    createdAt: instant,
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof Model>;

export const NewModel = z.strictObject({ name, trainingRunId: TrainingRunId }).meta({ id: 'NewModel' });
export type NewModel = z.infer<typeof NewModel>;

export const createModel = operation({
  id: 'createModel',
  method: 'POST',
  path: '/projects/:projectId/models',
  summary: 'Register the ensemble of a training run as the next version of a model',
  tag: 'Models',
  access: 'project',
  params: InProject,
  body: NewModel,
  refuses: ['conflict'],
  status: 201,
  response: Model,
});

export const listModels = operation({
  id: 'listModels',
  method: 'GET',
  path: '/projects/:projectId/models',
  summary: 'List model versions, newest first',
  tag: 'Models',
  access: 'project',
  params: InProject,
  query: pageOf(ModelId),
  status: 200,
  response: z.object({ models: z.array(Model), next: nextOf(ModelId) }),
});
