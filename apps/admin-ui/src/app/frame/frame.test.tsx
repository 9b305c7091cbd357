import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { batch, project, run, tables } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const live = run({
  state: 'running',
  report: null,
  endedAt: null,
  progress: { step: 'backtest', detail: 'ets, window 2 of 3', share: 0.42, etaSeconds: 21 },
});

it('says where one is', async () => {
  renderAt(inProject('/tables'));

  const where = await screen.findByRole('navigation', { name: 'Where you are' });
  await waitFor(() => expect(where.textContent).toBe('SalesForecastingProject/Tables'));
});

it('counts what runs and shows how far it is', async () => {
  renderAt(inProject('/tables'), { listTrainingRuns: { trainingRuns: [live] } });

  fireEvent.click(await screen.findByRole('button', { name: '1 thing running' }));

  expect(await screen.findByRole('progressbar', { name: 'ets, window 2 of 3' })).toBeTruthy();
  expect(await screen.findByRole('link', { name: 'Training: sales-forecast' })).toBeTruthy();
});

it('changes the language without a reload and keeps it', async () => {
  renderAt(inProject('/tables'));

  fireEvent.click(await screen.findByRole('button', { name: 'Language' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: '한국어' }));

  expect(await screen.findByRole('heading', { name: '테이블', level: 1 })).toBeTruthy();
  expect(document.documentElement.lang).toBe('ko');
  expect(localStorage.getItem('tandem-language')).toBe('ko');
});

it('changes the theme', async () => {
  renderAt(inProject('/tables'));

  fireEvent.click(await screen.findByRole('button', { name: 'Theme' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Dark' }));

  await waitFor(() => expect(document.documentElement.dataset.mantineColorScheme).toBe('dark'));
});

it('signs out', async () => {
  const { api, router } = renderAt(inProject('/tables'), {
    deleteSession: null,
    getSignInMethods: { identityProvider: { name: 'login.example.com' } },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Signed in as owner' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));

  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'));
  expect(api.calls.some(({ name }) => name === 'deleteSession')).toBe(true);
  expect(await screen.findByText('Sign in with login.example.com')).toBeTruthy();
});

it('goes to a store by a few letters', async () => {
  const { router } = renderAt(inProject('/tables'), {
    listTables: { tables },
    listBatchForecasts: { batchForecasts: [batch()] },
    listForecastItems: { items: [{ id: '17', title: 'Store 17, Bremen', mean: 1, note: null }], total: 1 },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Find or go to' }));
  const palette = await screen.findByRole('dialog');
  fireEvent.change(await within(palette).findByPlaceholderText('Go to a place, a table or a store'), {
    target: { value: 'brem' },
  });
  fireEvent.click(await within(palette).findByText('Store 17, Bremen'));

  await waitFor(() => expect(router.state.location.pathname).toMatch(/\/forecasts\/bfc_\w+\/17$/));
});

it('says that an address leads nowhere', async () => {
  renderAt(inProject('/cake'));

  expect(await screen.findByText('There is no page at this address.')).toBeTruthy();
});

it('goes to places of the domain and of the installation too, and of both where they have one name', async () => {
  const domain = { id: project.domainId, name: 'Retail', region: 'eu-west-1', portalUrl: 'http://x.test' } as const;
  const { router } = renderAt('/account', {
    listDomains: { domains: [{ ...domain, createdAt: project.createdAt }] },
    listAuditEvents: { events: [], next: null },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Find or go to' }));
  const palette = await screen.findByRole('dialog');
  fireEvent.change(await within(palette).findByPlaceholderText('Go to a place, a table or a store'), {
    target: { value: 'audit' },
  });
  const found = await within(palette).findAllByText('Audit');
  expect(found.map((it) => it.parentElement?.textContent)).toEqual(['AuditRetail', 'Audit']);
  fireEvent.click(found[1]!);

  await waitFor(() => expect(router.state.location.pathname).toBe('/installation/audit'));
});
