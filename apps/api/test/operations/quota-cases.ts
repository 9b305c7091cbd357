import type { Cases, Scene } from './scene.ts';

/** Cases of quotas and of what waits for a decision. */
export function quotaCases({ api, world, atQuota }: Scene) {
  const { id: projectId, domainId } = world.project;
  const most = { most: 1_000_000_000, warnShare: 0.5 };
  return {
    listApprovals: {
      200: () => ({ query: { state: 'decided' } }),
      400: () => ({ query: { state: 'forgotten' } }),
    },
    getProjectQuotas: { 200: async () => ({ params: { projectId: (await atQuota('open-jobs')).projectId } }) },
    setProjectQuotas: {
      200: () => ({ params: { domainId, projectId }, body: { quotas: [{ quota: 'uploaded-bytes', ...most }] } }),
      409: async () => {
        const project = await api.project();
        await api.control.teardowns.begin({ projectId: project.id, steps: [], found: [] });
        const params = { domainId: project.domainId, projectId: project.id };
        return { params, body: { quotas: [{ quota: 'open-jobs', most: 1 }] } };
      },
    },
    getDomainQuotas: { 200: () => ({ params: { domainId } }) },
    setDomainQuotas: {
      200: () => ({ params: { domainId }, body: { quotas: [{ quota: 'projects', ...most }] } }),
    },
  } satisfies Partial<Cases>;
}
