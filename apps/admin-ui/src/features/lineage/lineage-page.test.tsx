import { retailSales, starLineage } from '@tandem/data-model';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { model, upload } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const answers = {
  listUploads: { uploads: [upload(1, 'sales.csv', 'store_sales')] },
  listModels: { models: [model] },
  getLineage: { tables: starLineage(retailSales) },
};

it('draws the way from a file to its model, with the same lines as a table', async () => {
  renderAt(inProject('/lineage'), answers);

  const picture = await screen.findByRole('navigation', { name: 'The way of the data as a picture' });
  await within(picture).findByRole('link', { name: 'sales.csv' });
  await within(picture).findByRole('link', { name: 'sales-forecast' });
  const table = screen.getByRole('table', { name: 'The same as a table' });
  expect(within(table).getByText('what is forecast').closest('tr')?.textContent).toBe(
    'store_sales Factwhat is forecasttotal_sales Training frame',
  );
});

it('shows of a chosen table what each column is made of', async () => {
  const { router } = renderAt(inProject('/lineage'), answers);

  const picture = await screen.findByRole('navigation', { name: 'The way of the data as a picture' });
  // A source and a table have this name; the table is the later one.
  fireEvent.click(within(picture).getAllByRole('link', { name: 'store_sales' })[1]!);

  const columns = await screen.findByRole('table', { name: 'Columns of store_sales' });
  await waitFor(() => expect(router.state.location.search).toEqual({ table: 'store_sales' }));
  expect(within(columns).getByText('date_key').closest('tr')?.textContent).toBe(
    'date_keystore_sales.sales_dateLooked up as the key in date_dim',
  );
});
