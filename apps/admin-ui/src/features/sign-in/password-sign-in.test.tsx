import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { me } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

afterEach(() => {
  window.location.hash = '';
});

const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

async function enter() {
  const act = await screen.findByRole('button', { name: 'Sign in' });
  type(/^Name/, 'ada');
  type(/^Password/, 'correct horse battery');
  fireEvent.click(act);
}

it('signs in by name and password, and leads back', async () => {
  const { api, router } = renderAt(`/sign-in?back=${inProject('/tables')}`, { createSession: me });

  await enter();

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject('/tables')));
  expect(api.calls.find(({ name }) => name === 'createSession')?.body).toEqual({
    name: 'ada',
    password: 'correct horse battery',
  });
});

it('says that name and password do not go together', async () => {
  renderAt('/sign-in', { createSession: new Refusal(401, 'Nobody has that name and that password here.') });

  await enter();

  expect((await screen.findByRole('alert')).textContent).toMatch(/^That name and that password do not go together/);
});

it('says how many seconds to wait, and does not ask again before', async () => {
  const refusal = Object.assign(new Refusal(429, 'Too many tries.'), { retryAfter: 8 });
  const { api } = renderAt('/sign-in', { createSession: refusal });

  await enter();

  expect((await screen.findByRole('alert')).textContent).toContain('The next one counts in 8 seconds.');
  expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('disabled')).toBe(true);
  expect(api.calls.filter(({ name }) => name === 'createSession')).toHaveLength(1);
});

it('asks whoever comes by an invitation for a password, then goes on', async () => {
  window.location.hash = '#an-invitation-of-enough-length';
  const invited = { ...me, name: 'ada', isAdministrator: false };
  const { api, router } = renderAt('/sign-in', { createSession: invited, setPassword: null, getMe: invited });

  await screen.findByRole('heading', { name: 'Choose a password' });
  type(/^New password(?!,)/, 'too short');
  fireEvent.click(screen.getByRole('button', { name: 'Set the password' }));
  await screen.findByText('That is 9 of at least 12 characters.');
  type(/^New password(?!,)/, 'correct horse battery');
  type(/once more/, 'correct horse battery');
  fireEvent.click(screen.getByRole('button', { name: 'Set the password' }));

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject()));
  expect(api.calls.filter(({ name }) => name === 'setPassword').map(({ body }) => body)).toEqual([
    { password: 'correct horse battery' },
  ]);
});
