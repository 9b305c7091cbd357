import { z } from 'zod';
import { ItemForecast } from './endpoints.ts';
import { ModelId } from './models.ts';
import { id, jobFields, operation, priorityOfNew } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';

export const BatchForecastId = id('bfc', 'batch forecast');

export const BatchForecast = z
  .object({
    id: BatchForecastId,
    projectId: ProjectId,
    modelId: ModelId,
    horizon: z.int(),
    ...jobFields,
    items: z.int().nullable(),
    rows: z.int().nullable(),
    cutoff: z.string().nullable().describe('Last timestamp of the history it starts from'),
  })
  .meta({ id: 'BatchForecast' });
export type BatchForecast = z.infer<typeof BatchForecast>;

export const NewBatchForecast = z
  .strictObject({
    modelId: ModelId,
    horizon: z.int().min(1).max(500).optional().describe("Steps ahead; without it, those of the model's training job"),
    priority: priorityOfNew,
  })
  .meta({ id: 'NewBatchForecast' });
export type NewBatchForecast = z.input<typeof NewBatchForecast>;

/** Everything the forecast chart of one item shows, as columns. */
export const ForecastChart = z
  .object({
    item: z.object({ id: z.string(), title: z.string(), attributes: z.record(z.string(), z.string()) }),
    unit: z.string(),
    cutoff: z.string(),
    history: z.object({
      timestamps: z.array(z.string()).describe('Every step of the shown past, closed days included'),
      values: z.array(z.number().nullable()).describe('Null on days without a sale row'),
    }),
    marks: z
      .array(z.object({ name: z.string(), timestamps: z.array(z.string()) }))
      .describe('Steps on which a 0/1 covariate is 1, past and future, by covariate'),
    actuals: z
      .object({ timestamps: z.array(z.string()), values: z.array(z.number()) })
      .describe('What came true after the cutoff, as it lands'),
    forecast: ItemForecast,
  })
  .meta({ id: 'ForecastChart' });
export type ForecastChart = z.infer<typeof ForecastChart>;

export const ForecastItemId = z
  .string()
  .max(200)
  .regex(/^\P{Cc}+$/u, 'text without control characters');

const ById = InProject.extend({ batchForecastId: BatchForecastId });

export const createBatchForecast = operation({
  id: 'createBatchForecast',
  method: 'POST',
  path: '/projects/:projectId/batch-forecasts',
  summary: 'Forecast every item and write the forecast table',
  tag: 'Batch forecasts',
  access: 'project',
  params: InProject,
  body: NewBatchForecast,
  refuses: ['conflict'],
  status: 202,
  response: BatchForecast,
});

export const listBatchForecasts = operation({
  id: 'listBatchForecasts',
  method: 'GET',
  path: '/projects/:projectId/batch-forecasts',
  summary: 'List batch forecasts, newest first',
  tag: 'Batch forecasts',
  access: 'project',
  params: InProject,
  query: pageOf(BatchForecastId),
  status: 200,
  response: z.object({ batchForecasts: z.array(BatchForecast), next: nextOf(BatchForecastId) }),
});

export const getBatchForecast = operation({
  id: 'getBatchForecast',
  method: 'GET',
  path: '/projects/:projectId/batch-forecasts/:batchForecastId',
  summary: 'A batch forecast',
  tag: 'Batch forecasts',
  access: 'project',
  reads: { kind: 'forecast', param: 'batchForecastId' },
  params: ById,
  status: 200,
  response: BatchForecast,
});

export const downloadBatchForecast = operation({
  id: 'downloadBatchForecast',
  method: 'GET',
  path: '/projects/:projectId/batch-forecasts/:batchForecastId/csv',
  summary: 'The forecasts as CSV: item_id, timestamp, mean, then one column for each quantile',
  tag: 'Batch forecasts',
  access: 'project',
  reads: { kind: 'forecast', param: 'batchForecastId' },
  params: ById,
  status: 200,
  response: z.string(),
  produces: 'text/csv',
  refuses: ['conflict'],
});

export const listForecastItems = operation({
  id: 'listForecastItems',
  method: 'GET',
  path: '/projects/:projectId/batch-forecasts/:batchForecastId/items',
  summary: 'Items of a batch forecast, with the total that each is expected to sell',
  tag: 'Batch forecasts',
  access: 'project',
  params: ById,
  query: z.strictObject({
    search: z.string().max(100).default('').describe('Part of the id, or of an attribute such as the city'),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  status: 200,
  refuses: ['conflict', 'unavailable'],
  response: z.object({
    items: z.array(z.object({ id: z.string(), title: z.string(), mean: z.number(), note: z.string().nullable() })),
    total: z.int(),
  }),
});

export const getForecastChart = operation({
  id: 'getForecastChart',
  method: 'GET',
  path: '/projects/:projectId/batch-forecasts/:batchForecastId/items/:itemId/chart',
  summary: 'History, forecast and marks of one item',
  tag: 'Batch forecasts',
  access: 'project',
  params: ById.extend({ itemId: ForecastItemId }),
  query: z.strictObject({
    steps: z.coerce.number().int().min(1).max(5000).default(180).describe('Length of the shown past'),
  }),
  status: 200,
  refuses: ['conflict', 'unavailable'],
  response: ForecastChart,
});
