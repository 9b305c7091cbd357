import type { Cases, Scene } from './scene.ts';

/** Cases of what changes and ends domains, profiles and projects. */
export function lifeCycleCases({ api, world, inWorld }: Scene) {
  const { domainId, profileId } = world.project;
  const blueprints = [{ blueprint: 'Tooling' as const, parameters: {} }];
  let made = 0;
  const domain = () =>
    api.control.domains.create({ name: `Domain ${++made}`, region: 'eu-west-1', portalUrl: 'http://127.0.0.1:4400' });
  const profile = (of: string) => api.control.projectProfiles.create(of, { name: `Profile ${++made}`, blueprints });
  const inDomain = { params: { domainId } };
  const inProfile = { params: { domainId, profileId } };
  const deleting = async () => {
    const { id, name } = await api.project();
    const teardown = (await api.control.teardowns.begin({ projectId: id, steps: [], found: [] }))!;
    return { params: { projectId: id }, name, teardownId: teardown.id };
  };
  /** A project that a later version of its profile differs from. */
  const drifted = async () => {
    const project = await api.project();
    await api.control.projectProfiles.change(project.profileId, { name: project.name, blueprints });
    return { params: { projectId: project.id } };
  };
  return {
    getDomain: { 200: () => inDomain },
    changeDomain: {
      200: async () => ({ params: { domainId: (await domain()).id }, body: { name: `Domain ${++made}` } }),
      409: async () => ({ params: { domainId: (await domain()).id }, body: { name: 'Project 1' } }),
    },
    getDomainTeardownPlan: { 200: () => inDomain },
    deleteDomain: {
      204: async () => {
        const { id, name } = await domain();
        return { params: { domainId: id }, query: { confirm: name } };
      },
      409: () => ({ ...inDomain, query: { confirm: 'Project 1' } }),
    },
    listBlueprints: { 200: () => ({}) },
    getProjectProfile: { 200: () => inProfile },
    changeProjectProfile: {
      200: async () => {
        const { id } = await profile(domainId);
        return { params: { domainId, profileId: id }, body: { name: `Profile ${++made}`, blueprints } };
      },
      409: async () => {
        const [one, other] = [await profile(domainId), await profile(domainId)];
        return { params: { domainId, profileId: one.id }, body: { name: other.name, blueprints } };
      },
    },
    deleteProjectProfile: {
      204: async () => ({ params: { domainId, profileId: (await profile(domainId)).id } }),
      409: () => inProfile,
    },
    listDrift: { 200: () => inDomain },
    changeProject: {
      200: async () => ({
        params: { projectId: (await api.project()).id },
        body: { name: 'Renamed', description: 'Sales of all stores' },
      }),
      409: async () => ({ params: (await deleting()).params, body: { name: 'Renamed', description: '' } }),
    },
    streamProject: { 200: inWorld },
    getDrift: { 200: inWorld },
    updateToProfile: { 202: drifted, 409: async () => ({ params: { projectId: (await api.project()).id } }) },
    getTeardownPlan: { 200: inWorld },
    deleteProject: {
      202: async () => {
        const { id, name } = await api.project();
        return { params: { projectId: id }, query: { confirm: name } };
      },
    },
    listTeardowns: {
      200: () => ({}),
      400: () => ({ query: { domainId: 'nothing' } }),
      404: () => ({ query: { domainId: `dom_${'0'.repeat(32)}` } }),
    },
    getTeardown: { 200: async () => ({ params: { teardownId: (await deleting()).teardownId } }) },
    streamTeardown: {
      200: async () => {
        const { teardownId } = await deleting();
        await api.control.teardowns.update(teardownId, { state: 'succeeded' });
        return { params: { teardownId } };
      },
    },
  } satisfies Partial<Cases>;
}
