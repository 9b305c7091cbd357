import { refusedLoad } from '../refused-load.ts';
import { succeededLoad } from '../start-app.ts';
import type { Cases, Scene } from './scene.ts';

/** Cases of loads and what they refused. */
export function loadCases({
  api,
  world,
  empty,
  inEmpty,
  provisioning,
  upload,
  inProvisioning,
  withoutWarehouse,
}: Scene) {
  return {
    createLoad: {
      202: async () => ({ ...inEmpty(), body: { uploadIds: [await upload(empty.id)] } }),
      409: async () => ({ ...inProvisioning(), body: { uploadIds: [await upload(provisioning.id)] } }),
    },
    listLoads: { 200: inEmpty },
    getLoad: {
      200: async () => ({ params: { projectId: empty.id, loadId: (await succeededLoad(api, empty.id)).id } }),
    },
    listRejects: {
      200: async () => ({ params: { projectId: empty.id, loadId: (await succeededLoad(api, empty.id)).id } }),
    },
    downloadRejectedRecords: {
      200: async () => ({
        params: { projectId: empty.id, loadId: (await refusedLoad(api, empty.id)).id },
        query: { source: 'store_sales' },
      }),
      409: async () => ({ params: { projectId: empty.id, loadId: (await succeededLoad(api, empty.id)).id } }),
    },
    compareLoads: {
      200: () => ({ params: { projectId: world.project.id, loadId: world.loadId, otherLoadId: world.loadId } }),
      409: async () => {
        const { id } = await succeededLoad(api, empty.id);
        const plan = await succeededLoad(api, empty.id);
        await api.control.loads.update(plan.id, { kind: 'plan' });
        return { params: { projectId: empty.id, loadId: id, otherLoadId: plan.id } };
      },
      503: async () => {
        const { id } = await succeededLoad(api, empty.id);
        return { params: { ...withoutWarehouse().params, loadId: id, otherLoadId: id } };
      },
    },
    revertLoad: {
      202: () => ({ params: { projectId: world.project.id, loadId: world.loadId } }),
      409: async () => {
        const { id } = await succeededLoad(api, empty.id);
        await api.control.loads.update(id, { state: 'failed' });
        return { params: { projectId: empty.id, loadId: id } };
      },
    },
  } satisfies Partial<Cases>;
}
