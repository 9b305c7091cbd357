import type { Connection, Grant } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type Answers, Refusal, tagOf } from '../../../test/fake-api.ts';
import { me, project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const { domainId, id: projectId, createdAt } = project;
const shop: Connection = {
  ...{ id: `con_${'1'.repeat(32)}`, name: 'shop', kind: 'postgresql', madeBy: 'people', state: 'untested' },
  ...{
    detail: 'Nobody has tried it.',
    operations: ['testConnection'],
    testedAt: null,
    createdAt,
    changedAt: createdAt,
  },
  settings: { host: 'db.example.com', port: 5432, database: 'shop', user: 'reader', tls: 'verify-full' },
};
const provided: Connection = {
  ...{ id: 'project.sql', name: 'project.sql', kind: 'snapshot', madeBy: 'profile', state: 'empty' },
  ...{ detail: 'Nothing.', operations: [], settings: null, testedAt: null, createdAt: null, changedAt: null },
};
const upload = {
  ...{ id: `upl_${'1'.repeat(32)}`, projectId, name: 'public.sales.csv', bytes: 1_234, sha256: 'ab' },
  ...{ source: 'store_sales', createdAt },
};
const answers: Answers = {
  listConnections: { connections: [provided, shop] },
  getConnection: shop,
  listConnectionTables: { tables: [{ schema: 'public', name: 'sales', kind: 'table', rows: 12_000 }], more: false },
};
const as = (role: Grant['role']) => ({
  ...me,
  isAdministrator: false,
  grants: [{ role, domainId, domainUnitIds: [], projectId, group: null, persona: null }],
});
const opened = inProject(`/connections?connection=${shop.id}`);
const type = (within_: HTMLElement, label: string, value: string) =>
  fireEvent.change(within(within_).getByLabelText(label), { target: { value } });

it('adds a connection once all is given, and says why another is refused', async () => {
  const refusal = new Refusal(422, 'Connections may not reach db.example.com:5432.', 'Have it added.');
  const { api } = renderAt(inProject('/connections'), { ...answers, createConnection: refusal });

  fireEvent.click(await screen.findByRole('button', { name: 'Add a connection' }));
  const dialog = await screen.findByRole('dialog');
  const add = within(dialog).getByRole('button', { name: 'Add a connection' });
  type(dialog, 'Name', 'shop');
  type(dialog, 'Host', 'db.example.com');
  type(dialog, 'Database', 'shop');
  type(dialog, 'User', 'reader');
  expect(add.hasAttribute('disabled')).toBe(true);
  type(dialog, 'Password', 'secret-7');
  fireEvent.click(add);

  expect(await screen.findByText(/may not reach db.example.com/)).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'createConnection')?.body).toEqual({
    ...{ name: 'shop', kind: 'postgresql', host: 'db.example.com', port: 5432, database: 'shop', user: 'reader' },
    ...{ tls: 'verify-full', password: 'secret-7' },
  });
});

it('tests a connection, and says what answered', async () => {
  const answer = { serverVersion: '18.4', connectMs: 20, latencyMs: 3.2, testedAt: createdAt };
  renderAt(opened, { ...answers, testConnection: answer });

  fireEvent.click(await screen.findByRole('button', { name: 'Test' }));

  expect(await screen.findByText('PostgreSQL 18.4 answers in 3.2 ms.')).toBeTruthy();
});

it('changes a connection without its password, in Korean too', async () => {
  const { api } = renderAt(opened, { ...answers, changeConnection: shop }, 'ko');

  fireEvent.click(await screen.findByRole('button', { name: '변경' }));
  const dialog = await screen.findByRole('dialog');
  type(dialog, '사용자', 'other');
  fireEvent.click(within(dialog).getByRole('button', { name: '변경' }));

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'changeConnection')?.body).toEqual({
      ...{ ...shop.settings, name: 'shop', user: 'other' },
    }),
  );
});

it('does not save over what somebody else saved meanwhile, and loads that when asked, in Korean too', async () => {
  const theirs = { ...shop, settings: { ...shop.settings!, database: 'theirs' } };
  let present = shop;
  const changedSince = new Refusal(412, 'It was changed since.');
  changedSince.code = 'CHANGED_SINCE';
  const getConnection = () => present;
  const { api } = renderAt(opened, { ...answers, getConnection, changeConnection: changedSince }, 'ko');
  const changes = () => api.calls.filter(({ name }) => name === 'changeConnection').map(({ ifMatch }) => ifMatch);
  fireEvent.click(await screen.findByRole('button', { name: '변경' }));
  type(await screen.findByRole('dialog'), '사용자', 'mine');
  present = theirs;
  const save = () => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '변경' }));

  save();

  fireEvent.click(await screen.findByRole('button', { name: '새 내용 불러오기' }));
  await waitFor(() => expect(screen.getByDisplayValue('theirs')).toBeTruthy());
  expect(screen.queryByDisplayValue('mine')).toBeNull();
  save();
  await waitFor(() => expect(changes()).toEqual([tagOf(shop), tagOf(theirs)]));
});

it('deletes a connection once its name is typed', async () => {
  const { api } = renderAt(opened, { ...answers, deleteConnection: null });

  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog');
  type(dialog, 'Type shop to confirm', 'shop');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'deleteConnection')).toBe(true));
});

it('lists tables when they are asked for, and brings one over', async () => {
  const { api } = renderAt(opened, { ...answers, getMe: as('contributor'), importTable: upload });
  fireEvent.click(await screen.findByRole('button', { name: 'Show tables' }));

  fireEvent.click(await screen.findByRole('button', { name: 'Import sales' }));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Import' }));

  expect(await screen.findByText(/public.sales.csv is here, with 1,234 bytes/)).toBeTruthy();
  expect(screen.getByText('Go to the files').getAttribute('href')).toMatch(/\/files$/);
  expect(api.calls.find(({ name }) => name === 'importTable')?.body).toEqual({ schema: 'public', table: 'sales' });
});

it('offers a viewer to look, and a contributor nothing to change', async () => {
  const { unmount } = renderAt(opened, { ...answers, getMe: as('viewer') });
  await screen.findByText('db.example.com:5432');
  for (const name of ['Test', 'Change', 'Delete', 'Show tables', 'Add a connection']) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
  unmount();

  renderAt(opened, { ...answers, getMe: as('contributor') });
  await screen.findByRole('button', { name: 'Show tables' });
  expect(screen.queryByRole('button', { name: 'Test' })).toBeNull();
});
