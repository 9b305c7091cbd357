import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { placeFaults, readStar } from './star-faults.ts';
import { starText } from './star-text.ts';

const text = starText(retailSales);
const marked = (of: string) => readStar(of).faults.map((it) => of.slice(it.from, it.to));

it('reads back the star that it writes', () => {
  expect(readStar(text)).toEqual({ star: retailSales, faults: [] });
});

it('marks the value that names a dimension which is not there', () => {
  const wrong = text.replace('"references": "store_dim"', '"references": "shop_dim"');

  const { faults } = readStar(wrong);

  expect(wrong.slice(faults[0]!.from, faults[0]!.to)).toBe('"shop_dim"');
  expect(faults[0]!.at).toBe('facts.0.columns.0.references');
});

it('marks the object in which a field is missing by its name, and a field too many itself', () => {
  expect(marked(text.replace(/"training": \{\n/, '"training": {\n "goal": 1,\n'))).toEqual(['"goal"']);
  expect(marked(text.replace(/"target": "total_sales",?/, ''))).toEqual(['"training"']);
});

it('says where a text stops being JSON', () => {
  const { faults, ...read } = readStar('{\n  "name": "a",\n  "facts": oops\n}');

  expect(faults[0]!.from).toBeGreaterThan(20);
  expect(read).toHaveProperty('syntax');
  expect(readStar(`x${text}`).faults[0]).toMatchObject({ from: 0, to: 1 });
});

it('places what the server says of the body', () => {
  const [fault] = placeFaults(text, [{ at: 'body.training.target', expected: 'a measure', got: '"total_sales"' }]);

  expect(text.slice(fault!.from, fault!.to)).toBe('"total_sales"');
  expect(fault!.at).toBe('training.target');
});
