import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const at = project.createdAt;
const domain = {
  id: project.domainId,
  name: 'Retail',
  region: 'eu-west-1' as const,
  portalUrl: 'http://x.test',
  createdAt: at,
};
const profile = { id: project.profileId, domainId: domain.id, name: 'p', version: 1, blueprints: [], createdAt: at };

it('makes the domain, the profile and the project that are missing, and goes there', async () => {
  let made = false;
  const { api, router } = renderAt('/', {
    listProjects: () => ({ projects: made ? [project] : [] }),
    createDomain: domain,
    listProjectProfiles: { projectProfiles: [] },
    createProjectProfile: profile,
    createProject: () => {
      made = true;
      return project;
    },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Create the project' }));

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject()));
  expect(api.calls.filter(({ name }) => name.startsWith('create')).map(({ name }) => name)).toEqual([
    'createDomain',
    'createProjectProfile',
    'createProject',
  ]);
});

it('goes on where a first try stopped', async () => {
  const { api } = renderAt('/', {
    listProjects: { projects: [] },
    listDomains: { domains: [domain] },
    listProjectProfiles: { projectProfiles: [profile] },
    createProject: project,
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Create the project' }));

  await waitFor(() =>
    expect(api.calls.filter(({ name }) => name.startsWith('create')).map(({ name }) => name)).toEqual([
      'createProject',
    ]),
  );
});
