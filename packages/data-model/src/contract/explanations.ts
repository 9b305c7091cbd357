import { z } from 'zod';
import { BatchForecastId, ForecastItemId } from './batch-forecasts.ts';
import { EndpointName, PredictionRequest } from './endpoints.ts';
import { ModelId } from './models.ts';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';

export const partKinds = ['level', 'season', 'year', 'known', 'absence', 'static'] as const;

/** One addend of an item's forecast. */
export const ForecastPart = z
  .object({
    kind: z
      .enum(partKinds)
      .describe(
        'level; season: short seasons; year; known: a covariate known ahead; absence: what steps change of which no covariate is known (closed days), there and on the steps around them; static: an attribute of the item',
      ),
    name: z.string().describe('Of the covariate or attribute; empty for the others'),
    base: z.string().nullable().describe('The value against which the part is told'),
    values: z.array(z.number()).describe('In the unit of the target, at each timestamp'),
  })
  .meta({ id: 'ForecastPart' });
export type ForecastPart = z.infer<typeof ForecastPart>;

export const ItemExplanation = z
  .object({
    itemId: z.string(),
    timestamps: z.array(z.string()),
    median: z.array(z.number()).describe('The forecast that the parts sum to'),
    parts: z.array(ForecastPart),
    note: z.string().nullable().describe('Why the forecast is pooled, where the item has no model of its own'),
  })
  .meta({ id: 'ItemExplanation' });
export type ItemExplanation = z.infer<typeof ItemExplanation>;

/** As a prediction is asked, for fewer items: each costs some tens of predictions. */
export const ExplanationRequest = PredictionRequest.extend({
  items: PredictionRequest.shape.items.max(10),
}).meta({ id: 'ExplanationRequest' });
export type ExplanationRequest = z.infer<typeof ExplanationRequest>;

export const createExplanation = operation({
  id: 'createExplanation',
  method: 'POST',
  path: '/projects/:projectId/endpoints/:endpoint/explanations',
  summary: 'Split the forecasts of items into level, seasons, covariates and attributes',
  tag: 'Endpoints',
  access: 'project',
  right: 'read',
  params: InProject.extend({ endpoint: EndpointName }),
  body: ExplanationRequest,
  // Ten items with three years of days each are 400 KiB.
  maxBodyBytes: 2 * 1024 * 1024,
  refuses: ['conflict', 'rejected', 'unavailable'],
  status: 200,
  response: z.object({ endpoint: EndpointName, modelId: ModelId, explanations: z.array(ItemExplanation) }),
  isRead: true,
});

export const getForecastExplanation = operation({
  id: 'getForecastExplanation',
  method: 'GET',
  path: '/projects/:projectId/batch-forecasts/:batchForecastId/items/:itemId/explanation',
  summary: 'The forecast of one item, split into level, seasons, covariates and attributes',
  tag: 'Batch forecasts',
  access: 'project',
  params: InProject.extend({ batchForecastId: BatchForecastId, itemId: ForecastItemId }),
  status: 200,
  refuses: ['conflict', 'rejected', 'unavailable'],
  response: ItemExplanation,
});
