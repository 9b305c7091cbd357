import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { me } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

afterEach(() => {
  window.location.hash = '';
});

it('takes the secret from behind the # once, and leads to the project', async () => {
  window.location.hash = '#a-secret-of-enough-length';

  const { api, router } = renderAt('/sign-in', { createSession: me });

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject()));
  expect(api.calls.filter(({ name }) => name === 'createSession')).toMatchObject([
    { body: { secret: 'a-secret-of-enough-length' } },
  ]);
});

it('takes what an identity provider brought back, and not again after signing out', async () => {
  const { api, router } = renderAt('/sign-in?code=c&state=s', { createSession: me, deleteSession: null });

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject()));
  fireEvent.click(await screen.findByRole('button', { name: 'Signed in as owner' }));
  fireEvent.click(await screen.findByText('Sign out'));
  await screen.findByLabelText('Sign in', { selector: 'form' });

  expect(api.calls.filter(({ name }) => name === 'createSession')).toMatchObject([
    { body: { callback: '?code=c&state=s' } },
  ]);
});

it('offers the identity provider of the installation', async () => {
  const { api } = renderAt('/sign-in', {
    getSignInMethods: { identityProvider: { name: 'login.example' } },
    startSignIn: new Refusal(503, 'The identity provider login.example does not answer.'),
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Sign in with login.example' }));

  expect((await screen.findByRole('alert')).textContent).toContain('does not answer');
  expect(api.calls.some(({ name }) => name === 'startSignIn')).toBe(true);
});

it('leads back to where one was', async () => {
  window.location.hash = '#another-secret-of-length';

  const { router } = renderAt(`/sign-in?back=${encodeURIComponent(inProject('/tables'))}`, { createSession: me });

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject('/tables')));
});

it('does not lead to another site', async () => {
  window.location.hash = '#yet-another-secret-of-length';

  const { router } = renderAt('/sign-in?back=//evil.example/x', { createSession: me });

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject()));
});

it('says how to get a new link where the secret was used', async () => {
  window.location.hash = '#used-secret-of-enough-length';

  renderAt('/sign-in', { createSession: new Refusal(401, 'This link was used.') });

  expect((await screen.findByRole('alert')).textContent).toContain('This link was used.');
  expect(screen.getByText('npm start')).toBeTruthy();
});

it('says how to get a link where there is none, while Tandem runs', async () => {
  renderAt('/sign-in');

  expect(await screen.findByText('npm start')).toBeTruthy();
  expect(screen.getByText(/just before its ready line.*Ctrl-C.*keeps everything/)).toBeTruthy();
});

it('is where everything leads when nobody is signed in', async () => {
  const { router } = renderAt(inProject('/files'), { getMe: new Refusal(401, 'Nobody is signed in.') });

  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'));
  expect(router.state.location.search).toEqual({ back: inProject('/files') });
});

it('is where a page leads when the session ends under it', async () => {
  const { router } = renderAt(inProject('/tables'), { listTables: new Refusal(401, 'The session has ended.') });

  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'));
});
