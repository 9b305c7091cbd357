import { Unavailable } from '@tandem/data-model';
import { type Cases, type Scene, unknown } from './scene.ts';

/** Cases of sessions, domains, profiles and projects. */
export function projectCases({ api, world, inWorld }: Scene) {
  const newProject = () => ({ domainId: world.project.domainId, profileId: world.project.profileId });
  return {
    getHealth: { 200: () => ({}) },
    getReadiness: {
      200: () => ({}),
      503: () => {
        const { answers } = api.control;
        const once = async () => {
          Object.assign(api.control, { answers });
          throw new Unavailable('The database does not answer.', 'Start it.');
        };
        Object.assign(api.control, { answers: once });
        return {};
      },
    },
    createSession: {
      201: async () => ({ body: { secret: await api.signInSecret() } }),
      401: () => ({ body: { secret: 'x'.repeat(43) } }),
    },
    deleteSession: { 204: async () => ({ cookie: await api.session() }) },
    getMe: { 200: () => ({}) },
    createDomain: {
      201: () => ({ body: { name: 'New domain', region: 'eu-central-1' } }),
      409: () => ({ body: { name: 'Project 1', region: 'eu-central-1' } }),
    },
    listDomains: { 200: () => ({}) },
    createProjectProfile: {
      201: () => ({
        params: newProject(),
        body: { name: 'New profile', blueprints: [{ blueprint: 'Tooling', parameters: {} }] },
      }),
      409: () => ({
        params: newProject(),
        body: { name: 'Project 1', blueprints: [{ blueprint: 'Tooling', parameters: {} }] },
      }),
    },
    listProjectProfiles: { 200: () => ({ params: newProject() }) },
    createProject: {
      202: () => ({ body: { ...newProject(), name: 'New project', catalogName: 'new-catalog' } }),
      404: () => ({ body: { ...newProject(), domainId: `dom_${unknown}`, name: 'Other', catalogName: 'other' } }),
      409: () => ({ body: { ...newProject(), name: 'Project 1', catalogName: 'another-catalog' } }),
    },
    listProjects: { 200: () => ({}) },
    getProject: { 200: inWorld },
    retryProvisioning: {
      202: async () => {
        const { id } = await api.project();
        await api.control.projects.update(id, { state: 'failed' });
        return { params: { projectId: id } };
      },
      409: inWorld,
    },
    getOverview: { 200: inWorld },
  } satisfies Partial<Cases>;
}
