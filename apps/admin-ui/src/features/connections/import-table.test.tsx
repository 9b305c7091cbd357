import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { answers, as, opened } from '../../../test/connection-fixtures.ts';
import { never } from '../../../test/fake-api.ts';
import { project, projectId } from '../../../test/fixtures.ts';
import { renderAt } from '../../../test/render-at.tsx';

const upload = {
  ...{ id: `upl_${'1'.repeat(32)}`, projectId, name: 'public.sales.csv', bytes: 1_234, sha256: 'ab' },
  ...{ source: 'store_sales', createdAt: project.createdAt },
};

it('lists tables when they are asked for, and brings one over', async () => {
  const { api } = renderAt(opened, { ...answers, getMe: as('contributor'), importTable: upload });
  fireEvent.click(await screen.findByRole('button', { name: 'Show tables' }));

  fireEvent.click(await screen.findByRole('button', { name: 'Import sales' }));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Import' }));

  expect(await screen.findByText(/public.sales.csv is here, with 1,234 bytes/)).toBeTruthy();
  expect(screen.getByText('Go to the files').getAttribute('href')).toMatch(/\/files$/);
  expect(api.calls.find(({ name }) => name === 'importTable')?.body).toEqual({ schema: 'public', table: 'sales' });
});

it('keeps its dialog while a table is on its way, and says then what came', async () => {
  const held = Promise.withResolvers<typeof upload>();
  renderAt(opened, { ...answers, importTable: () => held.promise as Promise<never> });
  fireEvent.click(await screen.findByRole('button', { name: 'Show tables' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Import sales' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Import' }));
  await within(dialog).findByRole('button', { name: 'Importing' });

  for (const name of ['Cancel', 'Close']) fireEvent.click(within(dialog).getByRole('button', { name }));
  fireEvent.keyDown(dialog, { key: 'Escape' });

  expect(within(dialog).getByRole('button', { name: 'Cancel' }).hasAttribute('disabled')).toBe(true);
  expect(screen.queryByRole('dialog')).toBeTruthy();
  held.resolve(upload);
  expect(await screen.findByText(/public.sales.csv is here, with 1,234 bytes/)).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('closes its dialog by Escape, and not by a click beside it', async () => {
  renderAt(opened, answers);
  fireEvent.click(await screen.findByRole('button', { name: 'Show tables' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Import sales' }));
  const dialog = await screen.findByRole('dialog');

  fireEvent.click(document.querySelector('.mantine-Modal-overlay')!);
  expect(screen.queryByRole('dialog')).toBeTruthy();
  fireEvent.keyDown(dialog, { key: 'Escape' });

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says while it searches, and shows what is searched for', async () => {
  const listConnectionTables = ({ query }: { query: Record<string, string> }) =>
    query.search
      ? never()
      : { tables: [{ schema: 'public', name: 'sales', kind: 'table' as const, rows: 1 }], more: true };
  renderAt(opened, { ...answers, listConnectionTables });
  fireEvent.click(await screen.findByRole('button', { name: 'Show tables' }));
  const table = await screen.findByRole('table', { name: 'Tables of the connection' });
  const field = () => screen.getByLabelText<HTMLInputElement>('Search the tables', { selector: 'input' });
  expect(screen.queryByText('Searching')).toBeNull();

  fireEvent.change(field(), { target: { value: 'orders' } });
  fireEvent.click(screen.getByRole('button', { name: 'Search' }));
  expect((await screen.findByText('Searching')).getAttribute('role')).toBe('status');
  expect(table.closest('[aria-busy="true"]')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Clear' }));

  await waitFor(() => expect(screen.queryByText('Searching')).toBeNull());
  expect(field().value).toBe('');
});
