import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { model, upload } from '../../../test/fixtures.ts';
import { lineageGraph, relativesOf } from './lineage-graph.ts';

const uploads = [upload(2, 'new.csv', 'store_sales'), upload(1, 'old.csv', 'store_sales')];
const graph = lineageGraph(retailSales, uploads, [model, { ...model, version: 2, trainingRunId: 'run_2' }]);
const into = (id: string) => graph.edges.filter((it) => it.to === id).map((it) => [it.from, it.gives]);

it('goes from the newest file of a source to its tables', () => {
  expect(into('source store_sales')).toEqual([['file new.csv', 'recognised']]);
  expect(into('dimension store_dim')).toEqual([['source store_sales', 'feeds']]);
});

it('says which dimensions a fact looks up, beside the source that feeds it', () => {
  expect(into('fact store_promotions')).toEqual([
    ['source store_promotions', 'feeds'],
    ['dimension store_dim', 'looked-up'],
    ['dimension date_dim', 'looked-up'],
  ]);
});

it('feeds the frame from what the training query reads, and the newest version of each model from the frame', () => {
  expect(into('frame total_sales')).toEqual([
    ['fact store_sales', 'target'],
    ['fact store_promotions', 'known'],
    ['dimension store_dim', 'statics'],
    ['dimension date_dim', 'calendar'],
  ]);
  expect(graph.nodes.filter(({ layer }) => layer === 'model').map((it) => it.trainingRunId)).toEqual(['run_2']);
});

it('relates a table to what it is made of and what is made of it, and to nothing beside it', () => {
  const relatives = relativesOf(graph, 'fact store_promotions');

  expect(relatives.has('source store_promotions')).toBe(true);
  expect(relatives.has('model sales-forecast')).toBe(true);
  expect(relatives.has('fact store_sales')).toBe(false);
});
