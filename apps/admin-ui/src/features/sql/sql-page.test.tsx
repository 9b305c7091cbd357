import type { QueryReply } from '@tandem/data-model/contract';
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { never, Refusal } from '../../../test/fake-api.ts';
import { compute, loadId, projectId } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

afterEach(() => sessionStorage.clear());

const reply = (part: Partial<QueryReply> = {}): QueryReply => ({
  loadId,
  columns: [
    { name: 'city', type: 'VARCHAR' },
    { name: 'turnover', type: 'DECIMAL(38,2)' },
  ],
  rows: [
    ['Kiel', 3375.5],
    [null, '-12345678901234567.01'],
  ],
  truncated: null,
  elapsedMs: 12,
  ...part,
});

const draft = (sql: string) =>
  sessionStorage.setItem(`tandem-sql-${projectId}`, JSON.stringify({ draft: sql, recent: [] }));
const editor = () => screen.findByRole('textbox', { name: 'SQL statement' });
const run = async () => {
  await editor();
  fireEvent.click(screen.getByRole('button', { name: /^Run/ }));
};

it('begins with a query of the star and shows its answer, with what cut it off', async () => {
  const { api } = renderAt(inProject('/sql'), { createQuery: reply({ truncated: 'rows' }) });

  expect((await editor()).textContent).toContain('from store_sales');
  await run();

  const rows = within(await screen.findByRole('table', { name: 'Result' })).getAllByRole('row');
  expect(rows.map((it) => [...it.children].map((cell) => cell.textContent))).toEqual([
    ['city', 'turnover'],
    ['Kiel', '3375.50'],
    ['null', '-12345678901234567.01'],
  ]);
  expect(screen.getByText(/^These are the first 2 rows, the most that a query gives/)).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'createQuery')?.body).toEqual({
    sql: 'select *\nfrom store_sales\nlimit 100',
  });
});

it('lists tables of other projects that this one may read, by the names that SQL has for them', async () => {
  const id = (prefix: string) => `${prefix}_${'0'.repeat(32)}`;
  const createdAt = '2026-11-23T12:00:00.000Z';
  const subscription = {
    ...{ id: id('sub'), listingId: id('lst'), requestId: id('sbr'), entry: 'table:sales', name: 'sales', projectId },
    ...{ publisherId: id('prj'), publisherName: 'North', projectName: 'South', approvedBy: 'bob', createdAt },
    ...{ expiresAt: '2099-01-01T00:00:00.000Z', endedBy: null, endedAt: null, endReason: null },
    ...{ kind: 'table' as const, state: 'active' as const, schema: 'north-catalog' },
  };
  const forecast = { ...subscription, id: `${id('sub').slice(0, -1)}1`, kind: 'forecast' as const, schema: null };
  const { api } = renderAt(inProject('/sql'), {
    listSubscriptions: { subscriptions: [subscription, forecast], next: null },
  });
  await editor();

  fireEvent.click(await screen.findByTitle('Write "north-catalog".sales into the editor'));

  expect((await editor()).textContent).toContain('"north-catalog".sales');
  expect(screen.getAllByText('North')).toHaveLength(1);
  expect(api.calls.find(({ name }) => name === 'listSubscriptions')?.query).toMatchObject({ state: 'active' });
});

it('names no load where a project that has loaded nothing reads what others share', async () => {
  renderAt(inProject('/sql'), { createQuery: reply({ loadId: null }) });

  await run();

  expect(await screen.findByText(/of what other projects share/)).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'as of this load' })).toBeNull();
});

it('runs by the keyboard, and marks the word that is wrong', async () => {
  draft('select citty,\n  1\nfrom store_dim');
  renderAt(inProject('/sql'), {
    createQuery: new Refusal(400, 'Line 1, column 8: no column "citty"', 'Perhaps you mean city.', [
      { at: 'line 1, column 8', expected: 'city', got: 'Binder error' },
    ]),
  });

  fireEvent.keyDown(await editor(), { key: 'Enter', code: 'Enter', keyCode: 13, ctrlKey: true });

  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Perhaps you mean city.');
  expect(document.querySelector('.cm-lintRange-error')?.textContent).toBe('citty');
});

it('draws few of ten thousand rows, and says how many there are', async () => {
  const rows = Array.from({ length: 10_000 }, (_, k) => [`city ${k}`, k]);
  renderAt(inProject('/sql'), { createQuery: reply({ rows }) });

  await run();

  const table = await screen.findByRole('table', { name: 'Result' });
  expect(table.getAttribute('aria-rowcount')).toBe('10001');
  expect(within(table).getAllByRole('row').length).toBeLessThan(100);
  expect(screen.getByText(/^10,000 rows in/)).toBeTruthy();
});

it('ends a query that runs, and keeps the answer of the one before', async () => {
  let asked = 0;
  renderAt(inProject('/sql'), { createQuery: () => (asked++ === 0 ? reply() : never()) });
  await run();
  await screen.findByRole('table', { name: 'Result' });

  await run();
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));

  expect(await screen.findByText('The query was cancelled.')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Result of the query before' })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Run/ }).hasAttribute('disabled')).toBe(false);
});

it('saves an answer as CSV in which no text is a formula', async () => {
  const saved: Blob[] = [];
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: (it: Blob) => `blob:${saved.push(it)}`, revokeObjectURL: () => undefined }),
  );
  renderAt(inProject('/sql'), { createQuery: reply({ rows: [['=1+1', -2]] }) });
  await run();

  fireEvent.click(await screen.findByRole('button', { name: 'CSV' }));

  expect(await saved[0]!.text()).toMatch(/^\uFEFF?city,turnover\n'=1\+1,-2\n$/);
});

it('says why there is no sandbox, what a stop would end, and why it was refused', async () => {
  const { api } = renderAt(inProject('/sql'), {
    getCompute: compute({ heldBy: ['the load lod_1'] }, 'bubblewrap (bwrap) is not installed'),
    stopWarehouse: new Refusal(409, 'The warehouse is in use: the load lod_1 would lose what it has read so far.'),
  });
  expect(await screen.findByText('in use by the load lod_1')).toBeTruthy();
  expect(screen.getByText(/^The sandbox could not start: bubblewrap \(bwrap\) is not installed\./)).toBeTruthy();

  fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  const dialog = await screen.findByRole('dialog', { name: 'Stop the warehouse?' });
  expect(dialog.textContent).toContain('Every table stays.');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Stop' }));

  expect((await within(dialog).findByRole('alert')).textContent).toContain('the load lod_1');
  // Looking into the tables would start what is to be stopped.
  expect(api.calls.filter(({ name }) => name.startsWith('listTable'))).toEqual([]);
});

it('offers no stop of a warehouse that has none, and says what can be done', async () => {
  const note = 'Redshift Serverless rests by itself; to bound it, set usage limits.';
  renderAt(inProject('/sql'), { getCompute: compute({ memoryBytes: null, memoryLimit: null, threads: null, note }) });

  expect(await screen.findByText(note)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
});

it('brings a statement back that was run in this tab', async () => {
  draft('select 1');
  renderAt(inProject('/sql'), { createQuery: reply() }, 'ko');
  await screen.findByRole('textbox', { name: 'SQL 문' });
  fireEvent.click(screen.getByRole('button', { name: /^실행 Ctrl/ }));
  await screen.findByRole('table', { name: '결과' });
  fireEvent.click(screen.getByRole('button', { name: 'total_sales decimal(18,2)' }));
  expect(screen.getByRole('textbox', { name: 'SQL 문' }).textContent).toContain('total_sales');

  fireEvent.click(screen.getByRole('button', { name: '최근 쿼리' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: /select 1/ }));

  expect(screen.getByRole('textbox', { name: 'SQL 문' }).textContent).toBe('select 1');
});
