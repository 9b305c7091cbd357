import { setTimeout as delay } from 'node:timers/promises';
import { openWarehouse } from '@tandem/adapters-local';
import { operations } from '@tandem/data-model/contract';
import { derivedFrom } from './derived-cases.ts';
import { type Cases, type Scene, unknown } from './scene.ts';

/** Cases of SQL and the compute behind it. */
export function queryCases({ api, world, cookie, inWorld, inProvisioning, withoutWarehouse }: Scene) {
  /** A query that goes on, of whoever `user` is. */
  const running = async (user: string) => {
    const projectId = world.project.id;
    const snapshot = { loadId: `lod_${unknown}`, schema: 'retail_sales', tables: [] };
    const sql = 'select count(*) from range(1000000000000)';
    let isAsked = false;
    for (;;) {
      const [it] = await api.deps.queries.processes(projectId);
      if (it?.queryId && it.user === user) return { projectId, queryId: it.queryId };
      // Refused while another one runs, which ends at its deadline.
      if (!isAsked) {
        isAsked = true;
        api.deps.queries.run({ projectId, user, sql, readable: async () => ({ snapshot }) }).catch(() => {
          isAsked = false;
        });
      }
      await delay(5);
    }
  };
  /** A query that goes on, asked by the session of these calls. */
  const asking = async () => {
    const params = { projectId: world.project.id };
    const body = { sql: 'select count(*) from range(1000000000000)' };
    let isAsked = false;
    for (;;) {
      const processes = await api.deps.queries.processes(params.projectId);
      const queryId = processes.find((it) => it.user.startsWith('session '))?.queryId;
      if (queryId) return { ...params, queryId };
      // Refused while another one runs, which ends at its deadline.
      if (!isAsked) {
        isAsked = true;
        void api.call(operations.createQuery, { cookie, params, body }).then(() => {
          isAsked = false;
        });
      }
      await delay(5);
    }
  };
  const warehouseAtWork = async () => {
    const { id } = await api.project();
    const warehouse = await openWarehouse(api.home, id, { threads: 1 });
    void warehouse.run('create table t as select range as n from range(30000000)');
    while ((await api.deps.compute.state(id)).calls === 0) await delay(5);
    return { params: { projectId: id } };
  };
  return {
    createQuery: {
      200: () => ({ ...inWorld(), body: { sql: 'select count(*) from store_sales' } }),
      409: () => ({ ...inProvisioning(), body: { sql: 'select 1' } }),
      422: () => ({ ...inWorld(), body: { sql: 'select distinct hash(range) from range(200000000)' } }),
      503: async () => {
        await running('somebody else');
        return { ...inWorld(), body: { sql: 'select 1' } };
      },
    },
    cancelQuery: {
      ...derivedFrom(operations.cancelQuery, {
        params: { projectId: world.project.id, queryId: `qry_${unknown}` },
      }),
      204: async () => ({ params: await asking() }),
    },
    getCompute: { 200: inWorld },
    startWarehouse: { 200: inWorld, 409: inProvisioning, 503: withoutWarehouse },
    stopWarehouse: { 200: inWorld, 409: warehouseAtWork },
  } satisfies Partial<Cases>;
}
