import { z } from 'zod';
import { ModelId } from './models.ts';
import { id, instant, JobError, operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';

export const EndpointId = id('ept', 'endpoint');
export const EndpointName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and -, as in sales-forecast');

export const Endpoint = z
  .object({
    id: EndpointId,
    projectId: ProjectId,
    name: EndpointName,
    modelId: ModelId,
    state: z.enum(['creating', 'in-service', 'failed']),
    error: JobError.nullable(),
    requests: z.int().describe('Predictions answered since it was created'),
    lastRequestAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Endpoint' });
export type Endpoint = z.infer<typeof Endpoint>;

export const NewEndpoint = z.strictObject({ name: EndpointName, modelId: ModelId }).meta({ id: 'NewEndpoint' });
export type NewEndpoint = z.infer<typeof NewEndpoint>;

const timestamp = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/, 'a date or date and time, as in 2026-11-23');
const value = z.union([z.number(), z.string(), z.null()]);

/** One item to forecast: from the history that the model was trained on, or from a history given here. */
export const PredictionItem = z
  .strictObject({
    itemId: z.string().min(1),
    history: z
      .array(z.looseObject({ timestamp, target: z.number().nullable() }))
      .max(100_000)
      .optional()
      .describe('Past rows, in place of the stored ones; besides timestamp and target the covariates by name'),
    future: z
      .array(z.record(z.string(), value))
      .max(1000)
      .optional()
      .describe('Rows to forecast: timestamp and known covariates. A target here is refused'),
  })
  .meta({ id: 'PredictionItem' });
export type PredictionItem = z.infer<typeof PredictionItem>;

export const PredictionRequest = z
  .strictObject({
    items: z.array(PredictionItem).min(1).max(100),
    horizon: z
      .int()
      .min(1)
      .max(500)
      .optional()
      .describe('Steps to forecast where an item gives no future rows; default: that of the training job'),
  })
  .meta({ id: 'PredictionRequest' });
export type PredictionRequest = z.infer<typeof PredictionRequest>;

export const ItemForecast = z.object({
  itemId: z.string(),
  timestamps: z.array(z.string()),
  mean: z.array(z.number()),
  quantiles: z.record(z.string(), z.array(z.number())).describe('By name, e.g. p10; ascending at each timestamp'),
  note: z.string().nullable().describe('Why the forecast is pooled, where the item has no model of its own'),
});
export type ItemForecast = z.infer<typeof ItemForecast>;

export const PredictionResponse = z
  .object({ endpoint: EndpointName, modelId: ModelId, forecasts: z.array(ItemForecast) })
  .meta({ id: 'PredictionResponse' });
export type PredictionResponse = z.infer<typeof PredictionResponse>;

const ByName = InProject.extend({ endpoint: EndpointName });

export const createEndpoint = operation({
  id: 'createEndpoint',
  method: 'POST',
  path: '/projects/:projectId/endpoints',
  summary: 'Serve a model in real time; a name in use moves to the new model',
  tag: 'Endpoints',
  access: 'project',
  params: InProject,
  body: NewEndpoint,
  conditional: true,
  tagged: 'part',
  status: 202,
  response: Endpoint,
});

export const getEndpoint = operation({
  id: 'getEndpoint',
  method: 'GET',
  path: '/projects/:projectId/endpoints/:endpoint',
  summary: 'An endpoint; its ETag is that of the model it serves, and does not change with its requests',
  tag: 'Endpoints',
  access: 'project',
  reads: { kind: 'endpoint', param: 'endpoint' },
  params: ByName,
  status: 200,
  tagged: 'part',
  response: Endpoint,
});

export const listEndpoints = operation({
  id: 'listEndpoints',
  method: 'GET',
  path: '/projects/:projectId/endpoints',
  summary: 'List endpoints with their last request',
  tag: 'Endpoints',
  access: 'project',
  params: InProject,
  query: pageOf(EndpointId),
  status: 200,
  response: z.object({ endpoints: z.array(Endpoint), next: nextOf(EndpointId) }),
});

export const deleteEndpoint = operation({
  id: 'deleteEndpoint',
  method: 'DELETE',
  path: '/projects/:projectId/endpoints/:endpoint',
  summary: 'Stop serving',
  tag: 'Endpoints',
  access: 'project',
  params: ByName,
  conditional: true,
  status: 204,
  response: z.null(),
});

export const createPrediction = operation({
  id: 'createPrediction',
  method: 'POST',
  path: '/projects/:projectId/endpoints/:endpoint/predictions',
  summary: 'Forecast items now',
  tag: 'Endpoints',
  access: 'project',
  reads: { kind: 'endpoint', param: 'endpoint' },
  right: 'read',
  params: ByName,
  body: PredictionRequest,
  // A hundred items with three years of days each are 4 MiB.
  maxBodyBytes: 16 * 1024 * 1024,
  refuses: ['conflict', 'rejected', 'unavailable'],
  status: 200,
  response: PredictionResponse,
  isRead: true,
});
