import {
  batchForecastSource,
  createBatchForecast,
  finishedBatchForecast,
  getBatchForecast,
  getModel,
  objectKeys,
  starOf,
} from '@tandem/control-plane';
import { NotFound, parseFrequency } from '@tandem/data-model';
import { operations } from '@tandem/data-model/contract';
import { readForecast, readForecastTotals, readItem, readItemSeries, readItems } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { forecastChart, itemForecast } from '../forecast-chart.ts';
import { listedItems } from '../listed-items.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

export function addBatchForecasts(app: FastifyInstance, deps: ApiDeps): void {
  const { control, forecasts, objects, warehouse } = deps;

  route(app, operations.createBatchForecast, ({ project, body }) => createBatchForecast(deps, project.id, body));
  route(app, operations.listBatchForecasts, async ({ project, query }) => {
    const { items: batchForecasts, next } = await page((it) => control.batchForecasts.list(project.id, it), query);
    return { batchForecasts, next };
  });
  route(app, operations.getBatchForecast, ({ project, params }) =>
    getBatchForecast(deps, project.id, params.batchForecastId),
  );

  route(app, operations.downloadBatchForecast, async ({ project, params, reply }) => {
    const { id } = await finishedBatchForecast(deps, project.id, params.batchForecastId);
    const csv = await objects.stream(objectKeys.batchForecast(project.id, id));
    reply.header('content-disposition', `attachment; filename="${id}.csv"`);
    return csv;
  });

  route(app, operations.listForecastItems, async ({ project, params, query }) => {
    const batch = await finishedBatchForecast(deps, project.id, params.batchForecastId);
    const data = await warehouse(project.id);
    const totals = await readForecastTotals(data, batch.id);
    const descriptions = await readItems(data, await starOf(deps, project.id));
    const { notes } = await training(project.id, batch.modelId);
    return listedItems({ totals, descriptions, notes }, query);
  });

  route(app, operations.getForecastChart, async ({ project, params, query }) => {
    const { id, modelId, cutoff } = await finishedBatchForecast(deps, project.id, params.batchForecastId);
    const data = await warehouse(project.id);
    const star = await starOf(deps, project.id);
    const { job, notes } = await training(project.id, modelId);
    const frequency = parseFrequency(job.forecastFrequency);
    const columns = await readForecast(data, id, params.itemId);
    if (columns.instants.length === 0) throw new NotFound('item', params.itemId);
    return forecastChart({
      item: await readItem(data, star, params.itemId),
      unit: job.timeSeriesConfig.targetAttributeName,
      frequency,
      cutoff,
      steps: query.steps,
      series: await readItemSeries(data, star, frequency, params.itemId),
      forecast: itemForecast(params.itemId, columns, frequency, notes.get(params.itemId) ?? null),
    });
  });

  route(app, operations.getForecastExplanation, async ({ project, params: { batchForecastId, itemId } }) => {
    const { batch, source } = await batchForecastSource(deps, project.id, batchForecastId);
    const [explanation] = await forecasts.explain(source, { items: [{ itemId }], horizon: batch.horizon });
    return explanation!;
  });

  /** The training behind a model: its job, and why items without a model of their own are forecast otherwise. */
  async function training(projectId: string, modelId: string) {
    const { trainingRunId } = await getModel(deps, projectId, modelId);
    const run = await control.trainingRuns.get(projectId, trainingRunId);
    if (!run) throw new NotFound('training run', trainingRunId);
    const setAside = run.report?.setAside ?? [];
    return { job: run.job, notes: new Map(setAside.map((it) => [it.item, `${it.reason}: ${it.treatment}`])) };
  }
}
