import type { CatalogEntry, Grant, Term } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type Answers, Refusal } from '../../../test/fake-api.ts';
import { me, project } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const { domainId, id: projectId, createdAt } = project;
const sales: Term = {
  ...{ id: `trm_${'1'.repeat(32)}`, domainId, ko: '매출', en: 'sales', description: 'Turnover', createdAt },
  synonyms: ['revenue'],
};
const table: CatalogEntry = {
  ...{
    entry: 'table:store_sales',
    kind: 'table',
    name: 'store_sales',
    description: 'Sales of a store',
    createdAt: null,
  },
  columns: [{ name: 'total_sales', description: 'Turnover of the day' }],
  terms: [{ id: sales.id, ko: sales.ko, en: sales.en }],
};
const answers: Answers = { listCatalog: { entries: [table] }, listTerms: { terms: [sales] } };
const as = (role: Grant['role']) => ({
  ...me,
  isAdministrator: false,
  grants: [{ role, domainId, domainUnitIds: [], projectId, group: null, persona: null }],
});

it('finds entries by words that are sent whole, and opens one with its columns', async () => {
  const { api, router } = renderAt(inProject('/catalog?kind=table'), answers);

  fireEvent.change(await screen.findByLabelText('Search the catalog', { selector: 'input' }), {
    target: { value: ' 매출 ' },
  });
  fireEvent.submit(screen.getByLabelText('Search the catalog', { selector: 'form' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ kind: 'table', search: '매출' }));
  fireEvent.click(await screen.findByText('store_sales'));

  expect(await screen.findByText('Turnover of the day')).toBeTruthy();
  expect(api.calls.filter(({ name }) => name === 'listCatalog').map(({ query }) => query)).toContainEqual({
    ...{ kind: 'table', search: '매출' },
  });
  expect(screen.getByText('Open the table').closest('a')?.getAttribute('href')).toMatch(/\/tables\/store_sales$/);
});

it('lets a steward set the words of an entry, and not a contributor', async () => {
  const open = inProject('/catalog?entry=table:store_sales');
  const { unmount } = renderAt(open, { ...answers, getMe: as('contributor') });
  await screen.findByText('Turnover of the day');
  expect(screen.queryByText('Set the words')).toBeNull();
  unmount();
  const bare = { ...table, terms: [] };
  const { api } = renderAt(open, {
    ...{ ...answers, listCatalog: { entries: [bare] }, getMe: as('steward'), setEntryTerms: table },
  });

  fireEvent.click(await screen.findByLabelText('Words of the glossary', { selector: 'input' }));
  fireEvent.click((await screen.findAllByText('sales')).at(-1)!);
  fireEvent.submit(screen.getByLabelText('Set the words'));

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'setEntryTerms')?.body).toEqual({ termIds: [sales.id] }),
  );
});

it('changes a word and deletes it once its name is typed, in Korean too', async () => {
  const { api } = renderAt(
    `/domains/${domainId}/glossary?term=${sales.id}`,
    { ...answers, getMe: as('steward'), changeTerm: sales, deleteTerm: null },
    'ko',
  );

  const form = await screen.findByLabelText('용어 변경', { selector: 'form' });
  fireEvent.change(within(form).getByLabelText('영어'), { target: { value: 'turnover' } });
  fireEvent.submit(form);
  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'changeTerm')?.body).toEqual({
      ...{ ko: '매출', en: 'turnover', description: 'Turnover', synonyms: ['revenue'] },
    }),
  );
  fireEvent.click(screen.getByText('용어 삭제'));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText(/^확인/), { target: { value: '매출' } });
  fireEvent.click(within(dialog).getByRole('button', { name: '용어 삭제' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'deleteTerm')).toBe(true));
});

it('adds a word that has a name in one language, and says why another is refused', async () => {
  const { api } = renderAt(`/domains/${domainId}/glossary?term=new`, {
    ...answers,
    createTerm: new Refusal(409, 'The glossary has the word sales already.'),
  });

  const form = await screen.findByLabelText('Add a word', { selector: 'form' });
  fireEvent.submit(form);
  expect(api.calls.some(({ name }) => name === 'createTerm')).toBe(false);
  fireEvent.change(within(form).getByLabelText('English'), { target: { value: 'sales' } });
  fireEvent.submit(form);

  expect(await screen.findByText('The glossary has the word sales already.')).toBeTruthy();
});

it('offers a viewer the words, and none to change', async () => {
  renderAt(`/domains/${domainId}/glossary?term=${sales.id}`, { ...answers, getMe: as('viewer') });

  expect((await screen.findAllByText('Turnover')).length).toBeGreaterThan(0);

  expect(screen.queryByText('Add a word')).toBeNull();
  expect(screen.queryByText('Change the word')).toBeNull();
});

it('says of each connection whether it can be used', async () => {
  const ofProfile = { madeBy: 'profile', settings: null, testedAt: null, createdAt: null, changedAt: null } as const;
  renderAt(inProject('/connections'), {
    listConnections: {
      connections: [
        {
          ...{ ...ofProfile, id: 'project.sql', name: 'project.sql', kind: 'snapshot', operations: ['createQuery'] },
          ...{ state: 'empty', detail: 'Nothing loaded.' },
        },
        {
          ...{ ...ofProfile, id: 'project.duckdb', name: 'project.duckdb', kind: 'duckdb', operations: [] },
          ...{ state: 'resting', detail: 'Rests.' },
        },
      ],
    },
  });

  expect(await screen.findByText('1 of 2 can be used now.')).toBeTruthy();
  expect((await screen.findByText('project.sql')).closest('tr')?.textContent).toContain('Nothing there yet');
});
