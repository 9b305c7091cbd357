import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { loadId, tables } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const sales = tables[1]!;
const rows = (offset: number) => ({
  columns: sales.columns,
  rows: [[1, 1001 + offset, 3535.5]],
  total: sales.rows,
});

it('leads to the files where nothing is loaded', async () => {
  renderAt(inProject('/tables'), { listTables: { tables: tables.map((it) => ({ ...it, rows: 0 })) } });

  expect(await screen.findByText('No tables yet')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to files' }).getAttribute('href')).toBe(inProject('/files'));
});

it('lists the tables with kind, grain and row count', async () => {
  renderAt(inProject('/tables'), { listTables: { tables } });

  const row = (await screen.findByText('One row for each store_id × date_key')).closest('tr')!;
  expect(within(row).getByText('Fact')).toBeTruthy();
  expect(within(row).getByText('1,940')).toBeTruthy();
  expect(screen.getByText('1,942 rows in 2 tables')).toBeTruthy();
});

it('shows columns with type, key and reference, and amounts with their decimals', async () => {
  renderAt(inProject('/tables/store_sales'), { listTables: { tables }, listTableRows: rows(0) });

  const columns = await screen.findByRole('table', { name: 'Columns' });
  expect(within(columns).getByText('numeric(18, 2)')).toBeTruthy();
  expect(within(columns).getByRole('link', { name: 'store_dim' })).toBeTruthy();
  const preview = await screen.findByRole('table', { name: 'store_sales' });
  expect(within(preview).getByText('3,535.50')).toBeTruthy();
  expect(within(preview).getByText('1001')).toBeTruthy();
});

it('tells the versions of a dimension apart, and traces each by its first day', async () => {
  const dimension = tables[0]!;
  const part = (name: string, type: string, key = false) => ({ name, type, key, references: null });
  const versions = {
    ...dimension,
    columns: [
      ...dimension.columns,
      ...[part('version_key', 'integer'), part('valid_from', 'date', true)],
      ...[part('valid_to', 'date'), part('is_current', 'smallint')],
    ],
  };
  renderAt(inProject('/tables/store_dim'), {
    listTables: { tables: [versions] },
    listTableRows: {
      columns: versions.columns,
      rows: [
        [1, 'Berlin', 1, '0001-01-01', '2026-05-01', 0],
        [1, 'Bonn', 7, '2026-05-01', '9999-12-31', 1],
      ],
      total: 2,
    },
  });

  expect(await screen.findByText('One row for each version of store_id')).toBeTruthy();
  const rows = within(await screen.findByRole('table', { name: 'store_dim' })).getAllByRole('row');
  const words = rows.map((row) => [...row.children].slice(4).map((it) => it.textContent));
  expect(words.slice(1)).toEqual([
    ['beginning', '2026-05-01', 'past'],
    ['2026-05-01', 'no end', 'current'],
  ]);
  expect(screen.getByRole('button', { name: 'Where the row 1,2026-05-01 comes from' })).toBeTruthy();
});

it('turns the page and keeps it in the address', async () => {
  const { api, router } = renderAt(inProject('/tables/store_sales'), {
    listTables: { tables },
    listTableRows: ({ query }) => rows(Number(query.offset)),
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Next' }));

  expect(await screen.findByText('51 to 100 of 1,940')).toBeTruthy();
  expect(router.state.location.search).toEqual({ page: 2 });
  expect(api.calls.some(({ name, query }) => name === 'listTableRows' && query.offset === '50')).toBe(true);
});

it('shows the columns while the rows cannot be had', async () => {
  renderAt(inProject('/tables/store_sales'), {
    listTables: { tables },
    listTableRows: new Refusal(400, 'The warehouse sleeps.'),
  });

  expect(await screen.findByRole('table', { name: 'Columns' })).toBeTruthy();
  expect((await screen.findByRole('alert')).textContent).toContain('The warehouse sleeps.');
});

it('traces a row to the file and line that last wrote it, and to its load', async () => {
  const { api, router } = renderAt(inProject('/tables/store_sales'), {
    listTables: { tables },
    listTableRows: rows(0),
    getRowOrigin: {
      table: 'store_sales',
      columns: ['store_id', 'date_key', 'total_sales'],
      row: [1, 1001, 3535.5],
      written: { loadId, file: 'sales.csv', line: 1201, uploadId: null, sha256: null },
    },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Where the row 1,1001 comes from' }));

  const origin = await screen.findByRole('region', { name: 'Origin of the row 1,1001' });
  expect(await within(origin).findByText('sales.csv:1201')).toBeTruthy();
  expect(within(origin).getByRole('link', { name: 'Open the load that read it' }).getAttribute('href')).toBe(
    inProject(`/files?load=${loadId}`),
  );
  expect(router.state.location.search).toEqual({ row: '1,1001' });
  expect(api.calls.find(({ name }) => name === 'getRowOrigin')?.query).toEqual({ key: '1,1001' });
});
