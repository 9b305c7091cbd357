import type { Grant, Group, Member, Token, User } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Answers } from '../../../test/fake-api.ts';
import { me, project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const { domainId, id: projectId, createdAt } = project;
const id = (prefix: string, n: number) => `${prefix}_${n.toString(16).padStart(32, '0')}`;
const ada: User = { id: id('usr', 2), name: 'ada@example.com', displayName: 'Ada', state: 'active', createdAt };
const analysts: Group = { id: id('grp', 1), domainId, name: 'Analysts', externalName: null, userIds: [], createdAt };
const member: Member = {
  ...{ memberId: ada.id, kind: 'user', name: ada.name, role: 'viewer', persona: 'analyst', createdAt },
};
const token: Token = {
  ...{ id: id('tok', 1), name: 'nightly', projectId, role: null, scopes: ['read'], createdAt },
  ...{ expiresAt: '2099-01-01T00:00:00.000Z', revokedAt: null },
};
const domain: Answers = {
  listDomains: {
    domains: [{ id: domainId, name: 'Retail', region: 'eu-west-1', portalUrl: 'http://x.test', createdAt }],
  },
  listUsers: { users: [ada] },
  listGroups: { groups: [analysts] },
  listMembers: { members: [member] },
  listServiceTokens: { tokens: [] },
  listPersonalTokens: { tokens: [] },
};
const grant: Grant = {
  ...{ role: 'viewer', domainId, domainUnitIds: [], projectId, group: null, persona: null },
};
const viewer = { ...me, name: 'ada', isAdministrator: false, domainIds: [domainId], grants: [grant] };
const people = `/domains/${domainId}/people`;

it('gives the link of an invitation once, to be copied', async () => {
  const link = 'http://x.test/sign-in#secret-of-an-invitation';
  const { api } = renderAt(people, {
    ...domain,
    inviteUser: { user: { ...ada, name: 'bob' }, link, expiresAt: '2099-01-01T00:00:00.000Z' },
  });

  fireEvent.change(await screen.findByLabelText(/^Sign-in name/), { target: { value: 'Bob' } });
  fireEvent.submit(screen.getByLabelText('Invite a user', { selector: 'form' }));
  const shown = await screen.findByLabelText(/^A link for bob/);

  expect(shown.textContent).toContain(link);
  expect(within(shown).getByLabelText('Copy the link')).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'inviteUser')?.body).toEqual({ name: 'bob' });
  fireEvent.click(within(shown).getByLabelText('Close'));
  await waitFor(() => expect(screen.queryByText(link)).toBeNull());
});

it('removes a user only once their name is typed', async () => {
  const { api } = renderAt(`${people}?id=${ada.id}`, { ...domain, removeUser: null });

  fireEvent.click(await screen.findByText('Remove from the domain'));
  const dialog = await screen.findByRole('dialog');
  const act = within(dialog).getByRole('button', { name: 'Remove from the domain' });
  expect(act.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(dialog).getByLabelText(/^Type ada@example.com/), { target: { value: ada.name } });
  fireEvent.click(act);

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'removeUser')).toBe(true));
});

it('says whether somebody may make a call, and by which rule', async () => {
  const asked = `part=permission&user=${ada.id}&operation=setMember&project=${projectId}`;
  const { api } = renderAt(`${people}?${asked}`, {
    ...domain,
    explainPermission: { allowed: false, rule: 'a viewer may not manage the project' },
  });

  const verdict = await screen.findByLabelText('Answer');

  expect(verdict.textContent).toMatch(/^DeniedThe rule: a viewer may not manage the project/);
  expect(api.calls.find(({ name }) => name === 'explainPermission')?.query).toEqual({
    userId: ada.id,
    operationId: 'setMember',
    projectId,
  });
});

it('changes the persona of a member and leaves their role', async () => {
  const { api } = renderAt(inProject('/members'), { ...domain, setMember: member });

  fireEvent.click(await screen.findByLabelText(`Persona of ${ada.name}`, { selector: 'input' }));
  const options = await screen.findAllByText('ML engineer');
  fireEvent.click(options.at(-1)!);

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'setMember')?.body).toEqual({
      role: 'viewer',
      persona: 'ml-engineer',
    }),
  );
});

it('offers a viewer neither members to change, nor tokens of services, nor the people of the domain', async () => {
  const { api } = renderAt(inProject('/members'), { ...domain, getMe: viewer });

  const cell = await screen.findByText(ada.name);

  expect(cell.closest('tr')?.textContent).toContain('ViewerAnalyst');
  expect(screen.queryByLabelText(/^Remove/)).toBeNull();
  expect(screen.queryByText('Add a member')).toBeNull();
  expect(screen.queryByLabelText('People')).toBeNull();
  expect(api.calls.some(({ name }) => name === 'listServiceTokens')).toBe(false);
});

it('shows the secret of a new token once', async () => {
  const { api } = renderAt('/account', {
    ...domain,
    getMe: viewer,
    createPersonalToken: { token, secret: 'tandem_secret_of_the_token' },
  });

  fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'nightly' } });
  fireEvent.submit(screen.getByLabelText('New token'));

  const shown = await screen.findByLabelText(/^The token nightly is ready/);
  expect(shown.textContent).toContain('tandem_secret_of_the_token');
  expect(api.calls.find(({ name }) => name === 'createPersonalToken')?.body).toEqual({
    ...{ name: 'nightly', scopes: ['read'], days: 30, projectId: null },
  });
});

it('asks for the present password only of whoever has one', async () => {
  const { unmount } = renderAt('/account', { ...domain, getMe: viewer });
  await screen.findByLabelText('New password');
  expect(screen.queryByLabelText('Present password')).toBeNull();
  unmount();

  renderAt('/account', { ...domain, getMe: { ...viewer, hasPassword: true } });

  expect(await screen.findByLabelText('Present password')).toBeTruthy();
});

it('opens a project at the place of the persona', async () => {
  const { router } = renderAt('/', {
    ...domain,
    getMe: { ...viewer, grants: [{ ...grant, persona: 'analyst' }] },
  });

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject('/forecasts')));
});

it('tells whoever is in no project how to come into one', async () => {
  renderAt('/', { ...domain, getMe: { ...viewer, grants: [] }, listProjects: { projects: [] } });

  expect(await screen.findByText('You are in no project yet')).toBeTruthy();
  expect(screen.queryByText('Create the project')).toBeNull();
});

it('offers a viewer no work on files, which a contributor is offered', async () => {
  const files = { ...domain, getMe: viewer };
  const { unmount } = renderAt(inProject('/files'), files);
  await screen.findByText('Nothing loaded yet');
  expect(screen.queryByText('Choose files')).toBeNull();
  expect(screen.queryByRole('button', { name: /^(Load|Plan)/ })).toBeNull();
  unmount();

  renderAt(inProject('/files'), { ...files, getMe: { ...viewer, grants: [{ ...grant, role: 'contributor' }] } });

  expect(await screen.findByText('Choose files')).toBeTruthy();
});
