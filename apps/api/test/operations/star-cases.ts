import { retailSales } from '@tandem/data-model';
import { salesHeader } from '../world.ts';
import type { Cases, Scene } from './scene.ts';

/** Cases of the star, its uploads and its tables. */
export function starCases({
  api,
  world,
  empty,
  inWorld,
  inEmpty,
  atQuota,
  inProvisioning,
  provisioning,
  withoutWarehouse,
  upload,
}: Scene) {
  const energy = ['meter,day,kwh', ...[1, 2, 3, 4].map((n) => `a,2026-01-0${n},${n}.5`)].join('\n');
  const otherStar = { ...retailSales, name: 'shops' };
  return {
    getStar: { 200: inWorld },
    setStar: {
      200: async () => ({ params: { projectId: (await api.project()).id }, body: otherStar }),
      409: () => ({ ...inWorld(), body: otherStar }),
      503: () => ({ ...withoutWarehouse(), body: otherStar }),
    },
    getStarSchema: { 200: () => ({}) },
    createStarProposal: {
      200: async () => ({ ...inWorld(), body: { uploadIds: [await upload(world.project.id, energy)] } }),
      409: async () => ({ ...inProvisioning(), body: { uploadIds: [await upload(provisioning.id, energy)] } }),
      503: async () => {
        const uploadIds = [await upload(empty.id, energy)];
        return { ...withoutWarehouse(), body: { uploadIds } };
      },
    },
    createUpload: {
      201: () => ({ ...inEmpty(), query: { name: 'sales.csv' }, body: `${salesHeader}\n` }),
      409: async () => {
        const { projectId } = await atQuota('uploaded-bytes');
        return { params: { projectId }, query: { name: 'sales.csv' }, body: `${salesHeader}\n` };
      },
    },
    listUploads: { 200: inEmpty },
    listTables: { 200: inWorld, 409: inProvisioning, 503: withoutWarehouse },
    listTableRows: {
      200: () => ({ params: { projectId: world.project.id, table: 'store_sales' }, query: { limit: '3' } }),
      409: () => ({ params: { projectId: provisioning.id, table: 'store_sales' } }),
      503: () => ({ params: { ...withoutWarehouse().params, table: 'store_sales' } }),
    },
    getRowOrigin: {
      200: () => ({
        params: { projectId: world.project.id, table: 'store_sales' },
        query: { key: '2,2026-01-29' },
      }),
      409: () => ({ params: { projectId: provisioning.id, table: 'store_sales' }, query: { key: '1,1' } }),
      503: () => ({ params: { ...withoutWarehouse().params, table: 'store_sales' }, query: { key: '1,1' } }),
    },
    getLineage: { 200: inEmpty },
  } satisfies Partial<Cases>;
}
