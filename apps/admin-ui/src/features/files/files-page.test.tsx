import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { never, Refusal } from '../../../test/fake-api.ts';
import { load, loadId, loadSummary, upload } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const three = [
  upload(3, 'sales.csv', 'store_sales'),
  upload(2, 'promotions.csv', 'store_promotions'),
  upload(1, 'budget.csv', null),
];
const rejects = {
  rejects: [
    {
      file: 'sales.csv',
      line: 1201,
      column: 'total_sales',
      value: '12,34O',
      reason: 'duplicate',
      mend: 'Keep one record for this key: line 1200 came first.',
    },
  ],
  total: 1,
};

it('offers sample files where there are none', async () => {
  renderAt(inProject('/files'));

  expect(await screen.findByText('No files yet')).toBeTruthy();
  expect(screen.getByText(/tandem -- sample-data/)).toBeTruthy();
});

it('names the table that each file was recognised as, and the one that was not', async () => {
  renderAt(inProject('/files'), { listUploads: { uploads: three } });

  const table = await screen.findByRole('table', { name: 'Uploads' });
  expect(within(table).getByText('store_promotions')).toBeTruthy();
  expect(within(table).getByText('Not recognised')).toBeTruthy();
  expect(screen.getByText('3 files uploaded, 2 recognised.')).toBeTruthy();
});

it('loads what is ticked and opens the load', async () => {
  const { api, router } = renderAt(inProject('/files'), {
    listUploads: { uploads: three },
    createLoad: load({ state: 'queued', report: null, endedAt: null, startedAt: null }),
    getLoad: load(),
    listRejects: rejects,
  });

  fireEvent.click(await screen.findByRole('checkbox', { name: 'Include promotions.csv in the load' }));
  fireEvent.click(screen.getByRole('button', { name: 'Load 1 file' }));

  await waitFor(() => expect(router.state.location.search).toEqual({ load: loadId }));
  expect(api.calls.find(({ name }) => name === 'createLoad')?.body).toEqual({
    uploadIds: [three[0]!.id],
    plan: false,
  });
});

it('plans what is ticked and shows what each table would become', async () => {
  const { api } = renderAt(inProject('/files'), {
    listUploads: { uploads: three },
    createLoad: load({ kind: 'plan', state: 'queued', report: null }),
    getLoad: load({ kind: 'plan' }),
    listRejects: rejects,
  });

  await screen.findByText('sales.csv');
  fireEvent.click(screen.getByRole('button', { name: 'Plan' }));

  const table = await screen.findByRole('table', { name: 'What each table would become' });
  expect([...within(table).getAllByRole('row')].map((it) => it.textContent)).toEqual([
    'TableAddedChangedUnchangedRejectedRows',
    'store_sales801073177',
  ]);
  expect(screen.getByText(/7 unchanged \+ 3 rejected\. Nothing was written\./)).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'createLoad')?.body).toMatchObject({ plan: true });
});

it('uploads every chosen file under its name', async () => {
  const { api } = renderAt(inProject('/files'), {
    createUpload: ({ query }) => upload(9, query.name ?? '', 'store_sales'),
  });
  const files = ['a.csv', 'b.csv'].map((name) => new File(['store_id\n1\n'], name));

  fireEvent.change(await screen.findByLabelText('Choose files', { selector: 'input' }), { target: { files } });

  await waitFor(() =>
    expect(api.calls.filter(({ name }) => name === 'createUpload').map(({ query }) => query.name)).toEqual([
      'a.csv',
      'b.csv',
    ]),
  );
});

it('uploads the files after a bad one, and says of each bad one what is wrong', async () => {
  const { api } = renderAt(inProject('/files'), {
    createUpload: ({ query }) =>
      query.name === 'long.csv'
        ? new Refusal(413, 'The file is too long.', 'Split it.')
        : upload(9, query.name ?? '', 'store_sales'),
  });
  const file = (name: string, text: string) => new File([text], name);
  const files = [file('empty.csv', ''), file('long.csv', 'store_id\n1\n'), file('good.csv', 'store_id\n1\n')];

  fireEvent.change(await screen.findByLabelText('Choose files', { selector: 'input' }), { target: { files } });

  const [first, second] = await screen.findAllByRole('alert');
  expect(first?.textContent).toContain('empty.csvThe file is empty.Save it again');
  expect(second?.textContent).toContain('long.csvThe file is too long.Split it.');
  expect(api.calls.filter(({ name }) => name === 'createUpload').map(({ query }) => query.name)).toEqual([
    'long.csv',
    'good.csv',
  ]);
});

it('shows counts that add up and each refused row with its place, reason and mend', async () => {
  renderAt(inProject(`/files?load=${loadId}`), {
    listLoads: { loads: [loadSummary()], next: null },
    getLoad: load(),
    listRejects: rejects,
  });

  const detail = await screen.findByRole('article', { name: 'Load' });
  expect(await within(detail).findByText('100 read = 90 loaded + 7 unchanged + 3 rejected')).toBeTruthy();
  expect(await within(detail).findByText('sales.csv:1201')).toBeTruthy();
  expect(within(detail).getByText('12,34O')).toBeTruthy();
  expect(within(detail).getByText('The same key again, with other values')).toBeTruthy();
  expect(within(detail).getByText('Keep one record for this key: line 1200 came first.')).toBeTruthy();
  const csv = within(detail).getByRole('link', { name: 'store_sales.csv, the rejected rows' });
  expect(csv.getAttribute('href')).toBe(
    `/api/v1/projects/${load().projectId}/loads/${loadId}/rejected-records?source=store_sales`,
  );
});

it('reverts to a load once that is confirmed, and opens the revert', async () => {
  const { api, router } = renderAt(inProject(`/files?load=${loadId}`), {
    getLoad: load(),
    listRejects: rejects,
    revertLoad: load({ id: `lod_${'2'.repeat(32)}`, kind: 'revert', revertsTo: loadId, state: 'queued', report: null }),
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Revert to this load' }));
  const dialog = await screen.findByRole('dialog', { name: 'Revert to this load?' });
  expect(api.calls.some(({ name }) => name === 'revertLoad')).toBe(false);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Revert' }));

  await waitFor(() => expect(router.state.location.search).toEqual({ load: `lod_${'2'.repeat(32)}` }));
});

it('names the checks that a load did not pass', async () => {
  const { report } = load();
  const passed = {
    name: 'reject_share',
    on: 'load',
    severity: 'critical',
    passed: true,
    found: 0,
    detail: '',
  } as const;
  const old = { name: 'freshness', on: 'store_sales', severity: 'warning', passed: false, found: 9 } as const;
  const checks = [passed, { ...old, detail: 'It ends 9 days ago.' }];

  renderAt(inProject(`/files?load=${loadId}`), {
    getLoad: load({ report: { ...report!, checks } }),
    listRejects: rejects,
  });

  const section = await screen.findByRole('region', { name: 'Checks' });
  expect(within(section).getByText('1 of 2 passed.')).toBeTruthy();
  expect(within(section).getAllByRole('listitem')[0]?.textContent).toBe(
    'Warning: Recent enough store_salesIt ends 9 days ago.',
  );
});

it('says why a load failed', async () => {
  const error = { code: 'LOAD_REJECTED', detail: '9 % of the rows were rejected.', mend: 'Mend them.' };

  renderAt(inProject(`/files?load=${loadId}`), {
    getLoad: load({ state: 'failed', error, report: null }),
    listRejects: rejects,
  });

  expect((await screen.findByRole('alert')).textContent).toContain('9 % of the rows were rejected.');
});

it('shows older loads when they are asked for, after the newest', async () => {
  const older = loadSummary({ id: `lod_${'0'.repeat(32)}`, kind: 'plan' });
  const { api } = renderAt(inProject('/files'), {
    listLoads: ({ query }) =>
      query.before ? { loads: [older], next: null } : { loads: [loadSummary()], next: loadId },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Show older loads' }));

  const table = screen.getByRole('table', { name: 'Loads' });
  await waitFor(() => expect(within(table).getAllByRole('row').length).toBe(3));
  expect(screen.queryByRole('button', { name: 'Show older loads' })).toBeNull();
  expect(api.calls.some(({ name, query }) => name === 'listLoads' && query.before === loadId)).toBe(true);
});

it('keeps the uploads on screen while the loads cannot be had', async () => {
  renderAt(inProject('/files'), { listUploads: { uploads: three }, listLoads: new Refusal(400, 'No loads today.') });

  expect(await screen.findByText('sales.csv')).toBeTruthy();
  expect((await screen.findByRole('alert')).textContent).toContain('No loads today.');
});

it('leaves room for lists that are on their way', async () => {
  renderAt(inProject('/files'), { listUploads: never, listLoads: never });

  expect((await screen.findAllByRole('status', { name: 'Loading' })).length).toBe(2);
});
