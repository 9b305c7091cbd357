import { retailSales, type Star, starJsonSchema } from '@tandem/data-model';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { projectId, tables, upload } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';
import { starText } from './star-text.ts';

const answers = { getStarSchema: starJsonSchema(), listTables: { tables } };
const drafted = (text: string) => sessionStorage.setItem(`tandem-star-draft-${projectId}`, text);
/** The star with its first freshness check at 30 days. */
const patient: Star = {
  ...retailSales,
  checks: retailSales.checks.map((it) => (it.kind === 'freshness' ? { ...it, maxAgeDays: 30 } : it)),
};

it('shows tables with keys and references, the files, the checks and what is forecast', async () => {
  renderAt(inProject('/star'), answers);

  const grid = await screen.findByRole('table', { name: 'Tables' });
  expect(within(grid).getAllByText('store_id × date_key')).toHaveLength(2);
  expect(screen.getByText('The last day is at most 7 days old')).toBeTruthy();
  expect(screen.getByText('store_sales.total_sales')).toBeTruthy();
});

it('marks attributes that keep their past, and says what begins their versions', async () => {
  const stores = retailSales.dimensions[1]!;
  const columns = stores.columns.map((it) => (it.name === 'city' ? { ...it, history: 'type 2' as const } : it));
  const star: Star = { ...retailSales, dimensions: [retailSales.dimensions[0]!, { ...stores, columns }] };
  renderAt(inProject('/star'), { ...answers, getStar: star });

  const tables = await screen.findByRole('table', { name: 'Tables' });
  expect(within(tables).getByText('keeps its past').closest('li')?.textContent).toContain('city');
  expect(within(tables).getByText('in versions').closest('tr')?.textContent).toContain('store_dim');
  const files = screen.getByRole('table', { name: 'Files it takes' });
  expect(within(files).getByRole('columnheader', { name: 'Versions begin' })).toBeTruthy();
  expect(within(files).getByText('sales_date')).toBeTruthy();
});

it('names what does not fit a draft at its line and path, and does not let it be saved', async () => {
  drafted(starText(retailSales).replace('"references": "store_dim"', '"references": "shop_dim"'));

  renderAt(inProject('/star?view=text'), answers);

  const list = await screen.findByRole('list', { name: 'What does not fit' });
  expect(within(list).getByText('facts.0.columns.0.references')).toBeTruthy();
  expect(within(list).getAllByRole('button', { name: /^Line \d+$/ })[0]).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review and save' }).disabled).toBe(true);
});

it('saves a draft once its difference was looked at', async () => {
  drafted(starText(patient));
  const { api, router } = renderAt(inProject('/star?view=text'), { ...answers, setStar: patient });

  fireEvent.click(await screen.findByRole('button', { name: 'Review and save' }));
  expect(await screen.findByText('They differ in 1 place.')).toBeTruthy();
  expect(await screen.findByText(/The tables hold 1,942 rows/)).toBeTruthy();
  expect(api.calls.some(({ name }) => name === 'setStar')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Save this star' }));

  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(api.calls.find(({ name }) => name === 'setStar')?.body).toEqual(patient);
  expect(sessionStorage.getItem(`tandem-star-draft-${projectId}`)).toBeNull();
});

it('says why a star is refused, and keeps the draft', async () => {
  drafted(starText(patient));
  const refusal = new Refusal(409, 'The star cannot change while its tables have rows.', 'Make a project of its own.');
  renderAt(inProject('/star?view=text'), { ...answers, setStar: refusal });

  fireEvent.click(await screen.findByRole('button', { name: 'Review and save' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Save this star' }));

  expect((await screen.findByRole('alert')).textContent).toContain('Make a project of its own.');
  expect(sessionStorage.getItem(`tandem-star-draft-${projectId}`)).toBe(starText(patient));
});

it('proposes a star from the files that are not recognised, shows what was counted, and takes the draft', async () => {
  const counted = { values: 3, empty: 1, distinct: 2, min: '1', max: '9', samples: ['1', '9'] };
  const parses = { integer: 1, decimal: 1, date: 0, flag: 0 };
  const column = { name: 'meter', ...counted, parses, type: 'integer', use: 'key of meter_dim' };
  const files = [
    {
      name: 'meters.csv',
      rows: 4,
      isCut: false,
      role: 'dimension' as const,
      why: 'meter is different in each row',
      columns: [column],
    },
  ];
  const references = [{ from: 'readings.csv meter', to: 'meters.csv meter', values: 4, matched: 3 }];
  const { api, router } = renderAt(inProject('/star?view=proposal'), {
    ...answers,
    listUploads: { uploads: [upload(2, 'meters.csv', null), upload(1, 'sales.csv', 'store_sales')] },
    createStarProposal: { star: patient, files, references, notes: ['Say what is forecast.'] },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Propose from 1 file' }));

  const grid = await screen.findByRole('table', { name: 'Columns of meters.csv' });
  expect(within(grid).getByText('key of meter_dim')).toBeTruthy();
  expect(screen.getByText(/3 of 4 values are there \(75/)).toBeTruthy();
  expect(screen.getByText('Say what is forecast.')).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'createStarProposal')?.body).toEqual({
    uploadIds: [upload(2, '', null).id],
  });
  fireEvent.click(screen.getByRole('button', { name: 'Edit this draft' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ view: 'text' }));
  expect(sessionStorage.getItem(`tandem-star-draft-${projectId}`)).toBe(starText(patient));
});
