import type { Grant, Listing, QuotaUse, Subscription, SubscriptionRequest } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type Answers, Refusal } from '../../../test/fake-api.ts';
import { me, project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const { domainId, id: projectId, createdAt } = project;
const id = (prefix: string, n: number) => `${prefix}_${n.toString(16).padStart(32, '0')}`;
const north = { id: id('prj', 77), name: 'North' };
const listing: Listing = {
  ...{ id: id('lst', 1), domainId, projectId: north.id, projectName: north.name, entry: 'table:store_sales' },
  ...{ kind: 'table', name: 'store_sales', description: 'Sales of each day', columns: [], subscribers: 2, createdAt },
};
const between = {
  ...{ listingId: listing.id, entry: listing.entry, kind: 'table' as const, name: 'store_sales' },
  ...{ publisherId: north.id, publisherName: north.name, projectId, projectName: project.name },
};
const request: SubscriptionRequest = {
  ...between,
  ...{
    id: id('sbr', 1),
    state: 'pending' as const,
    reason: 'To compare regions',
    days: 30,
    requestedBy: 'ada',
    requesterId: 'usr_ada',
    requesterService: null,
  },
  ...{ createdAt, decidedBy: null, decidedAt: null, decisionReason: null },
};
const subscription: Subscription = {
  ...between,
  ...{ id: id('sub', 1), requestId: request.id, state: 'active' as const, approvedBy: 'bob', createdAt },
  ...{ expiresAt: '2099-01-01T00:00:00.000Z', endedBy: null, endedAt: null, endReason: null, schema: 'north-catalog' },
};
const nothing = { approvals: [], next: null, counts: { waiting: 0, decided: 0 } };
const answers: Answers = {
  listApprovals: nothing,
  listListings: { listings: [listing], next: null },
  listPublished: { listings: [] },
  listCatalog: { entries: [] },
  listSubscriptionRequests: { requests: [], next: null },
  listSubscriptions: { subscriptions: [subscription], next: null },
};
const grant: Grant = { role: 'viewer', domainId, domainUnitIds: [], projectId, group: null, persona: null };
const viewer = { ...me, isAdministrator: false, domainIds: [domainId], grants: [grant] };

it('lets whoever looks ask for what another project publishes, with a reason and for how long', async () => {
  const none = { subscriptions: [], next: null };
  const { api } = renderAt(inProject('/access'), {
    ...{ ...answers, getMe: viewer, listSubscriptions: none, createSubscriptionRequest: request },
  });

  fireEvent.click(await screen.findByLabelText('Ask North for store_sales'));
  const dialog = await screen.findByRole('dialog');
  const ask = within(dialog).getByRole('button', { name: 'Ask for access' });
  expect(ask.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'To compare regions' } });
  fireEvent.change(within(dialog).getByLabelText('For how many days'), { target: { value: '14' } });
  fireEvent.click(ask);

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createSubscriptionRequest')?.body).toEqual({
      ...{ listingId: listing.id, reason: 'To compare regions', days: 14 },
    }),
  );
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('offers nothing to ask for that was asked for, is had already, or is the project’s own', async () => {
  const own = { ...listing, id: id('lst', 2), projectId, name: 'store_dim' };
  const had = { ...listing, id: id('lst', 3), name: 'date_dim' };
  renderAt(inProject('/access'), {
    ...answers,
    listListings: { listings: [listing, had, own], next: null },
    listSubscriptionRequests: { requests: [request], next: null },
    listSubscriptions: { subscriptions: [{ ...subscription, listingId: had.id }], next: null },
  });

  expect(await screen.findByText('Asked for')).toBeTruthy();
  expect(screen.getByText('Of this project')).toBeTruthy();
  expect(screen.getByText('Has access')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Ask/ })).toBeNull();
});

it('says how SQL finds a table that the project may read, and ends that for who keeps the catalog alone', async () => {
  const { unmount } = renderAt(inProject('/access?part=had'), { ...answers, getMe: viewer });
  expect(await screen.findByText('"north-catalog".store_sales')).toBeTruthy();
  expect(screen.queryByLabelText(/^Give up/)).toBeNull();
  unmount();

  const { api } = renderAt(inProject('/access?part=had'), { ...answers, cancelSubscription: subscription });
  fireEvent.click(await screen.findByLabelText('Give up store_sales of North'));
  await waitFor(() => expect(api.calls.some(({ name }) => name === 'cancelSubscription')).toBe(true));
});

it('decides on what waits: approves for days, rejects with a reason', async () => {
  const approval = {
    ...{ kind: 'subscription-request' as const, id: request.id, projectId: north.id, projectName: north.name },
    ...{ asks: 'Planning asks for table:store_sales for 30 days', reason: request.reason, request },
  };
  const { api } = renderAt(inProject('/access?part=approvals'), {
    ...answers,
    listApprovals: ({ query }) =>
      query.state === 'waiting' ? { ...nothing, approvals: [approval], counts: { waiting: 1, decided: 0 } } : nothing,
    approveSubscriptionRequest: new Refusal(409, 'It does not wait any more.'),
    rejectSubscriptionRequest: { ...request, state: 'rejected' },
  });

  expect(await screen.findByText('To decide (1)')).toBeTruthy();
  const form = await screen.findByLabelText(/^Decide on store_sales for/, { selector: 'form' });
  fireEvent.change(within(form).getByLabelText(/^Days/), { target: { value: '7' } });
  fireEvent.submit(form);
  expect(await screen.findByText('It does not wait any more.')).toBeTruthy();
  const approved = api.calls.find(({ name }) => name === 'approveSubscriptionRequest');
  expect(approved).toMatchObject({ params: { projectId: north.id }, body: { days: 7 } });

  fireEvent.click(screen.getByLabelText(/^Reject store_sales for/));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'Ask for totals' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Reject' }));
  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'rejectSubscriptionRequest')?.body).toEqual({
      reason: 'Ask for totals',
    }),
  );
});

it('publishes what can be published, and takes it back once its name is typed', async () => {
  const published = { ...listing, projectId, subscribers: 1 };
  const entry = { description: '', columns: [], terms: [], createdAt: null };
  const { api } = renderAt(inProject('/access?part=given'), {
    ...answers,
    listPublished: { listings: [published] },
    listCatalog: {
      entries: [
        { ...entry, entry: 'table:store_dim', kind: 'table', name: 'store_dim' },
        { ...entry, entry: 'table:store_sales', kind: 'table', name: 'store_sales' },
        { ...entry, entry: 'model:sales', kind: 'model', name: 'sales' },
      ],
    },
    publishEntry: published,
    unpublishListing: null,
  });

  fireEvent.click(await screen.findByLabelText('What', { selector: 'input' }));
  const options = await screen.findAllByRole('option', { hidden: true });
  expect(options.map((it) => it.textContent)).toEqual(['store_dim']);
  fireEvent.click(options[0]!);
  fireEvent.submit(screen.getByLabelText('Publish', { selector: 'form' }));
  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'publishEntry')?.params).toMatchObject({ entry: 'table:store_dim' }),
  );

  fireEvent.click(screen.getByLabelText('Unpublish store_sales'));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('the 1 project that has access loses it at once');
  fireEvent.change(within(dialog).getByLabelText(/^Type/), { target: { value: 'store_sales' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Unpublish' }));
  await waitFor(() => expect(api.calls.some(({ name }) => name === 'unpublishListing')).toBe(true));
});

it('shows use against quota, and which limit is near', async () => {
  const quotas: QuotaUse[] = [
    {
      quota: 'uploaded-bytes',
      unit: 'bytes',
      used: 900,
      most: 1_000,
      from: 'domain',
      warnShare: 0.8,
      state: 'warning',
    },
    { quota: 'open-jobs', unit: 'jobs', used: 2, most: null, from: null, warnShare: null, state: 'unlimited' },
  ];
  renderAt(inProject('/access?part=quotas'), { ...answers, getProjectQuotas: { quotas } }, 'ko');

  const row = (await screen.findByText('업로드한 파일')).closest('tr')!;
  expect(row.textContent).toContain('한도 임박');
  expect(row.textContent).toContain('도메인의 모든 프로젝트');
  expect(within(row).getByRole('meter').getAttribute('value')).toBe('900');
  expect((await screen.findByText('한도 없음')).closest('tr')!.textContent).toContain('2');
});

it('sets limits of the project for who manages its domain, and keeps what the domain has where a field is empty', async () => {
  const none = { from: null, warnShare: null, state: 'unlimited' as const };
  const quotas: QuotaUse[] = [
    {
      ...{ quota: 'uploaded-bytes', unit: 'bytes', used: 900, most: 5_000_000, from: 'project' },
      ...{ warnShare: 0.5, state: 'within' },
    },
    { quota: 'open-jobs', unit: 'jobs', used: 2, most: 4, from: 'domain', warnShare: 0.8, state: 'within' },
    { quota: 'training-minutes-per-month', unit: 'minutes', used: 3, most: null, ...none },
  ];
  const given = { ...answers, getProjectQuotas: { quotas }, setProjectQuotas: { quotas } };
  const { unmount } = renderAt(inProject('/access?part=quotas'), { ...given, getMe: viewer });
  expect(await screen.findByText('Jobs waiting or running')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Set limits' })).toBeNull();
  unmount();

  const { api } = renderAt(inProject('/access?part=quotas'), given);
  fireEvent.click(await screen.findByRole('button', { name: 'Set limits' }));
  const dialog = await screen.findByRole('dialog');
  const field = (label: string) => within(dialog).getByLabelText(label) as HTMLInputElement;
  expect([field('Uploaded files').value, field('Jobs waiting or running').value]).toEqual(['5 MB', '']);
  fireEvent.change(field('Uploaded files'), { target: { value: '7.5' } });
  fireEvent.change(field('Minutes of training this month'), { target: { value: '60' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Set limits' }));

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(api.calls.find(({ name }) => name === 'setProjectQuotas')).toMatchObject({
    params: { domainId, projectId },
    body: {
      quotas: [
        { quota: 'uploaded-bytes', most: 7_500_000, warnShare: 0.5 },
        { quota: 'training-minutes-per-month', most: 60 },
      ],
    },
  });
});
