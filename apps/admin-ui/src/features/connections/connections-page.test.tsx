import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { answers, as, opened, shop } from '../../../test/connection-fixtures.ts';
import { Refusal, tagOf } from '../../../test/fake-api.ts';
import { project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const { createdAt } = project;
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
  expect(within(dialog).getByRole('button', { name: '비밀번호 표시', hidden: true })).toBeTruthy();
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

  expect((await screen.findByRole('alert')).textContent).toContain('보낸 변경은 저장되지 않았습니다.');
  fireEvent.click(screen.getByRole('button', { name: '새 내용 불러오기' }));
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

it('leaves a port as it is typed, and saves none that is empty', async () => {
  const { api } = renderAt(opened, { ...answers, changeConnection: shop });
  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const dialog = await screen.findByRole('dialog');
  const port = within(dialog).getByLabelText<HTMLInputElement>('Port');
  const save = within(dialog).getByRole('button', { name: 'Change' });

  type(dialog, 'Port', '');
  expect(port.value).toBe('');
  expect(save.hasAttribute('disabled')).toBe(true);
  type(dialog, 'Port', '6');
  expect(port.value).toBe('6');
  type(dialog, 'Port', '6543');
  fireEvent.click(save);

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'changeConnection')?.body).toMatchObject({ port: 6543 }),
  );
});

it('forgets why a connection was not deleted once the dialog is closed', async () => {
  renderAt(opened, { ...answers, deleteConnection: new Refusal(409, 'It is in use.') });
  const open = async () => {
    fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    return screen.findByRole('dialog');
  };
  const dialog = await open();
  type(dialog, 'Type shop to confirm', 'shop');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await within(dialog).findByText('It is in use.');

  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  expect(within(await open()).queryByRole('alert')).toBeNull();
});
