import { batchForecast, endpoint, model } from '../start-app.ts';
import type { Cases, Scene } from './scene.ts';

/** Cases of endpoints, predictions, explanations and batch forecasts. */
export function forecastCases({
  api,
  world,
  empty,
  inWorld,
  inEmpty,
  atQuota,
  withoutWarehouse,
  serving,
  stopServing,
}: Scene) {
  const onBatch = () => ({ params: { projectId: world.project.id, batchForecastId: world.batchForecastId } });
  const onUnfinishedBatch = async () => {
    const { id } = await batchForecast(api, empty.id, false);
    return { params: { projectId: empty.id, batchForecastId: id, itemId: '1' } };
  };
  const asked = async (projectId: string, itemId: string) => {
    const { name } = await endpoint(api, projectId);
    await serving();
    return { params: { projectId, endpoint: name }, body: { items: [{ itemId }] } };
  };
  return {
    createEndpoint: {
      202: async () => ({ ...inEmpty(), body: { name: 'new', modelId: (await model(api, empty.id)).id } }),
    },
    listEndpoints: { 200: inEmpty },
    getEndpoint: {
      200: async () => ({ params: { projectId: empty.id, endpoint: (await endpoint(api, empty.id)).name } }),
    },
    deleteEndpoint: {
      204: async () => ({ params: { projectId: empty.id, endpoint: (await endpoint(api, empty.id)).name } }),
    },
    createPrediction: {
      200: async () => {
        const { name } = await endpoint(api, world.project.id);
        return { params: { projectId: world.project.id, endpoint: name }, body: { items: [{ itemId: '1' }] } };
      },
      409: async () => {
        const { id, name } = await endpoint(api, empty.id);
        await api.control.endpoints.update(id, { state: 'failed' });
        return { params: { projectId: empty.id, endpoint: name }, body: { items: [{ itemId: '1' }] } };
      },
      422: async () => {
        const { name } = await endpoint(api, empty.id);
        return { params: { projectId: empty.id, endpoint: name }, body: { items: [{ itemId: 'nothing' }] } };
      },
      503: async () => {
        const { name } = await endpoint(api, empty.id);
        stopServing();
        return { params: { projectId: empty.id, endpoint: name }, body: { items: [{ itemId: '1' }] } };
      },
    },
    createExplanation: {
      200: () => asked(world.project.id, '1'),
      409: async () => {
        const { params, body } = await asked(empty.id, '1');
        const { id } = (await api.control.endpoints.byName(empty.id, params.endpoint))!;
        await api.control.endpoints.update(id, { state: 'failed' });
        return { params, body };
      },
      422: () => asked(empty.id, 'nothing'),
      503: async () => {
        const options = await asked(empty.id, '1');
        stopServing();
        return options;
      },
    },
    createBatchForecast: {
      202: async () => ({ ...inEmpty(), body: { modelId: (await model(api, empty.id)).id } }),
      409: async () => {
        const project = await api.project();
        const { id: modelId } = await model(api, project.id);
        return { params: await atQuota('jobs-per-day', project), body: { modelId } };
      },
    },
    listBatchForecasts: { 200: inWorld },
    getBatchForecast: { 200: onBatch },
    downloadBatchForecast: { 200: onBatch, 409: onUnfinishedBatch },
    listForecastItems: {
      200: onBatch,
      409: onUnfinishedBatch,
      503: async () => {
        withoutWarehouse();
        const { id } = await batchForecast(api, empty.id);
        return { params: { projectId: empty.id, batchForecastId: id } };
      },
    },
    getForecastChart: {
      200: () => ({ params: { ...onBatch().params, itemId: '1' } }),
      409: onUnfinishedBatch,
      503: async () => {
        withoutWarehouse();
        const { id } = await batchForecast(api, empty.id);
        return { params: { projectId: empty.id, batchForecastId: id, itemId: '1' } };
      },
    },
    getForecastExplanation: {
      200: async () => {
        await serving();
        return { params: { ...onBatch().params, itemId: '1' } };
      },
      409: onUnfinishedBatch,
      422: async () => {
        await serving();
        return { params: { ...onBatch().params, itemId: 'nothing' } };
      },
      503: () => {
        stopServing();
        return { params: { ...onBatch().params, itemId: '1' } };
      },
    },
  } satisfies Partial<Cases>;
}
