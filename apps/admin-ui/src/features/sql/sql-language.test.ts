import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { columnSource } from './sql-language.ts';
import { starTables } from './star-tables.ts';

const source = columnSource(starTables(retailSales).tables);
const offered = async (text: string) => {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, false);
  return (await source(context))?.options.map(({ label }) => label) ?? null;
};

it('offers the columns of the tables that a statement names, and of all where it names none', async () => {
  expect(await offered('from store_dim where c')).toEqual(expect.arrayContaining(['city', 'country']));
  expect(await offered('from store_dim where c')).not.toContain('total_sales');
  expect(await offered('select t')).toContain('total_sales');
});

it('leaves the columns after a point to the table that stands before it', async () => {
  expect(await offered('from store_dim d where d.c')).toBeNull();
  expect(await offered('from store_dim ')).toBeNull();
});
