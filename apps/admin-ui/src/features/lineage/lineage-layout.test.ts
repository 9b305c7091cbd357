import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { model, upload } from '../../../test/fixtures.ts';
import { lineageGraph } from './lineage-graph.ts';
import { boxHeight, boxWidth, layOutLineage } from './lineage-layout.ts';

const uploads = retailSales.sources.map(({ name }, i) => upload(i, `${name}.csv`, name));
const { boxes, lines } = layOutLineage(lineageGraph(retailSales, uploads, [model]));
const boxOf = (id: string) => boxes.find(({ node }) => node.id === id)!;

it('draws every line to the right', () => {
  expect(lines.map(({ from, to }) => boxOf(from).x + boxWidth < boxOf(to).x)).toEqual(lines.map(() => true));
});

it('leaves no box on another', () => {
  const overlapping = boxes.filter((a) => boxes.some((b) => a !== b && a.x === b.x && Math.abs(a.y - b.y) < boxHeight));

  expect(overlapping).toEqual([]);
});

it('keeps dimensions above facts, so that what feeds a fact passes below them', () => {
  const lowest = Math.max(...boxes.filter(({ node }) => node.layer === 'dimension').map(({ y }) => y));
  const highest = Math.min(...boxes.filter(({ node }) => node.layer === 'fact').map(({ y }) => y));

  expect(lowest + boxHeight).toBeLessThan(highest);
});
