import type { Teardown } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Answers } from '../../../test/fake-api.ts';
import { me, project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const { id: projectId, domainId, profileId, createdAt } = project;
const drift = {
  ...{ projectId, projectName: project.name, profileId, profileName: 'Standard', projectVersion: 1, profileVersion: 2 },
  differences: [
    { blueprint: 'RedshiftServerless', parameter: 'redshiftBaseCapacity', project: 8, profile: 16 },
    { blueprint: 'Workflows', parameter: null, project: null, profile: true },
  ],
};
const holding = (place: string, name: string, count: number, bytes: number | null = null) => ({
  ...{ place, name, count, bytes },
});
const found = [
  holding('objects', 'uploads', 3, 2048),
  holding('objects', 'staging', 0, 0),
  holding('records', 'projects', 1),
];
const places = [
  { place: 'objects', does: 'Objects go' },
  { place: 'attic', does: 'The attic is swept' },
  { place: 'records', does: 'Records go' },
];
const plan = {
  ...{ projectId, name: project.name, bytes: 2048 },
  steps: places.map((it) => ({ ...it, holdings: found.filter(({ place }) => place === it.place) })),
};
const teardown: Teardown = {
  ...{ id: `tdn_${'1'.repeat(32)}`, projectId, domainId, projectName: project.name, state: 'succeeded', error: null },
  steps: places.map((it) => ({ ...it, state: 'succeeded', tries: 1, startedAt: createdAt, endedAt: createdAt })),
  found,
  left: found.map((it) => ({ ...it, count: 0 })),
  ...{ createdAt, startedAt: createdAt, endedAt: createdAt },
};
const answers: Answers = {
  ...{ getProject: project, getDrift: drift, getTeardownPlan: plan },
  ...{ listTeardowns: { teardowns: [teardown] }, getTeardown: teardown, streamTeardown: teardown },
  listDrift: { drift: [drift] },
  listDomains: {
    domains: [{ id: domainId, name: 'Retail', region: 'eu-west-1', portalUrl: 'http://x.test', createdAt }],
  },
};

it('shows in what a project differs from its profile, and brings it up', async () => {
  const { api } = renderAt(inProject('/settings'), {
    ...answers,
    updateToProfile: { ...project, state: 'provisioning' },
  });

  const table = await screen.findByRole('table', { name: 'Differences from the profile' });
  const rows = within(table)
    .getAllByRole('row')
    .map((it) => it.textContent);
  expect(rows.slice(1)).toEqual(['RedshiftServerlessredshiftBaseCapacity816', 'WorkflowsAll of itnothingtrue']);
  fireEvent.click(screen.getByText('Bring up to version 2'));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'updateToProfile')).toBe(true));
});

it('deletes a project only after what goes was shown and its name typed, and then shows that nothing is left', async () => {
  const { api, router } = renderAt(inProject('/settings'), { ...answers, deleteProject: teardown });

  fireEvent.click(await screen.findByText('Show what would go'));
  const goes = await screen.findByRole('table', { name: 'What would go' });
  expect(goes.textContent).toContain('uploads32 kB');
  expect(goes.textContent).not.toContain('staging');
  expect(goes.textContent).toContain('2. The attic is swept');
  fireEvent.click(screen.getByRole('button', { name: 'Delete the project' }));
  const dialog = await screen.findByRole('dialog');
  const act = within(dialog).getByRole('button', { name: 'Delete the project' });
  expect(act.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(dialog).getByLabelText(/^Type/), { target: { value: project.name } });
  fireEvent.click(act);

  expect(await screen.findByText(/^Nothing is left: 3 kinds of things/)).toBeTruthy();
  expect(router.state.location.search).toEqual({ teardown: teardown.id });
  expect(api.calls.find(({ name }) => name === 'deleteProject')?.query).toEqual({ confirm: project.name });
});

it('shows what a failed deletion left, and goes on with it', async () => {
  const failed: Teardown = {
    ...teardown,
    state: 'failed',
    error: { code: 'CONFLICT', detail: 'Something comes back.', mend: 'End it.' },
    left: [holding('objects', 'uploads', 2, 1024)],
  };
  const { api } = renderAt(`/domains/${domainId}/projects?project=${projectId}`, {
    ...answers,
    ...{ listTeardowns: { teardowns: [failed] }, getTeardown: failed, streamTeardown: failed, deleteProject: teardown },
  });

  expect(await screen.findByText('Something comes back.')).toBeTruthy();
  expect((await screen.findByRole('table', { name: /^What there was/ })).textContent).toContain('uploads32 kB2');
  fireEvent.click(screen.getByText('Go on with the deletion'));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'deleteProject')).toBe(true));
});

it('offers a viewer neither to bring up a project nor to delete it', async () => {
  renderAt(inProject('/settings'), { ...answers, getMe: { ...me, isAdministrator: false } });

  await screen.findByRole('table', { name: 'Differences from the profile' });

  expect(screen.queryByText('Bring up to version 2')).toBeNull();
  expect(screen.queryByText('Show what would go')).toBeNull();
});

it('makes a second project of a profile of the domain, and goes to where it is provisioned', async () => {
  const { profileId, ...rest } = project;
  const profile = { id: profileId, domainId, name: 'Analytics', version: 1, blueprints: [], createdAt: rest.createdAt };
  const { api, router } = renderAt(`/domains/${domainId}/projects`, {
    ...answers,
    ...{
      listTeardowns: { teardowns: [] },
      listProjectProfiles: { projectProfiles: [profile] },
      createProject: project,
    },
  });
  const form = await screen.findByRole('form', { name: 'A new project' });
  const act = within(form).getByRole('button', { name: 'Create the project' });
  expect(act.hasAttribute('disabled')).toBe(true);

  fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'Second' } });
  fireEvent.change(within(form).getByLabelText(/^Catalog name/), { target: { value: 'second-catalog' } });
  fireEvent.click(act);

  await waitFor(() => expect(router.state.location.pathname).toBe(`/projects/${projectId}/settings`));
  expect(api.calls.find(({ name }) => name === 'createProject')?.body).toEqual({
    ...{ domainId, profileId, name: 'Second', catalogName: 'second-catalog' },
  });
});
