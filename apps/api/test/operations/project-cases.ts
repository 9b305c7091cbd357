import { Unauthenticated, Unavailable } from '@tandem/data-model';
import type { IdentityProvider } from '@tandem/ports';
import { type Cases, type Scene, unknown } from './scene.ts';

/** Cases of sessions, domains, profiles and projects. */
export function projectCases({ api, world, inWorld }: Scene) {
  const newProject = () => ({ domainId: world.project.domainId, profileId: world.project.profileId });
  const pending = { state: 's', nonce: 'n', codeVerifier: 'v' };
  const withProvider = (begin: IdentityProvider['begin']) => {
    api.useIdentityProvider({ name: 'login.example', begin, finish: () => Promise.reject(new Unauthenticated()) });
    return {};
  };
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
      201: async () => ({ cookie: '', body: { secret: await api.signInSecret() } }),
      401: () => ({ body: { secret: 'x'.repeat(43) } }),
      429: async () => {
        for (let k = 0; k < 6; k++) await api.control.identity.recordFailedTry('name locked');
        return { body: { name: 'Locked', password: 'whatever' } };
      },
    },
    getSignInMethods: { 200: () => ({}) },
    startSignIn: {
      201: () => withProvider(async () => ({ url: 'https://login.example/', pending })),
      404: () => {
        api.useIdentityProvider(undefined);
        return {};
      },
      503: () =>
        withProvider(() => {
          throw new Unavailable('The identity provider does not answer.', 'Try again later.');
        }),
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
      403: () => ({ cookie: '', token: 'of the world', body: { ...newProject(), name: 'Mine', catalogName: 'mine' } }),
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
