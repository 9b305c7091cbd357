import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { loadSummary } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const [older, newer] = [`lod_${'a'.repeat(32)}`, `lod_${'b'.repeat(32)}`];
const listLoads = { loads: [loadSummary({ id: newer }), loadSummary({ id: older })], next: null };
const same = { added: 0, changed: 0, removed: 0, columns: ['store_id', 'city', 'area'], rows: [] };
const comparison = {
  loadId: older,
  otherLoadId: newer,
  tables: [
    { name: 'date_dim', ...same },
    {
      name: 'store_dim',
      ...same,
      ...{ added: 40, changed: 1, removed: 1 },
      rows: [
        { change: 'changed' as const, before: [1, 'Köln', 1200.5], after: [1, 'Bonn', 1200.5] },
        { change: 'removed' as const, before: [2, 'Kiel', 90], after: null },
        { change: 'added' as const, before: null, after: [3, null, 80.25] },
      ],
    },
  ],
};

it('shows what each row was and is, from the load before to the newest', async () => {
  const { api } = renderAt(inProject('/files/compare'), { listLoads, compareLoads: comparison });

  const table = await screen.findByRole('table', { name: 'Differing rows of store_dim' });
  const [, changed, removed, added] = within(table).getAllByRole('row');
  expect(changed!.querySelector('del')?.textContent).toBe('Köln');
  expect(changed!.querySelector('ins')?.textContent).toBe('Bonn');
  expect([removed, added].map((it) => it!.textContent)).toEqual(['Removed2Kiel90.00', 'Added3null80.25']);
  expect(screen.getByText('1 of 2 tables differ.')).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'compareLoads')?.params).toMatchObject({
    loadId: older,
    otherLoadId: newer,
  });
});

it('keeps the chosen loads in the address, and asks for more rows', async () => {
  const { api, router } = renderAt(inProject('/files/compare'), { listLoads, compareLoads: comparison });

  fireEvent.click(await screen.findByRole('button', { name: 'Show more rows' }));
  await waitFor(() =>
    expect(api.calls.some(({ name, query }) => name === 'compareLoads' && query.limit === '200')).toBe(true),
  );
  fireEvent.change(screen.getByLabelText('From'), { target: { value: newer } });

  await waitFor(() => expect(router.state.location.search).toEqual({ from: newer, to: newer }));
});

it('says that there are no two loads to compare', async () => {
  renderAt(inProject('/files/compare'), { listLoads: { loads: [loadSummary()], next: null } });

  expect(await screen.findByText('There are no two loads to compare')).toBeTruthy();
});
