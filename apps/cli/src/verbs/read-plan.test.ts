import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPlan } from './read-plan.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'read-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const plan = { preset: 'fast', seed: 1, windows: 2, testedItems: 9, forms: 1, trees: null, families: [] };
const file = (text: string) => {
  const at = path.join(folder, 'r.json');
  writeFileSync(at, text);
  return at;
};

it('takes the plan of a report, and one that stands by itself', () => {
  expect(readPlan(file(JSON.stringify({ items: 3, plan })))).toEqual(plan);
  expect(readPlan(file(JSON.stringify(plan)))).toEqual(plan);
});

it.each([
  ['a job', '{"forecastHorizon": 7}', /r\.json is not the report of a training run: it holds no plan\.$/],
  ['a list', '[1]', /is not the report of a training run/],
  ['a CSV file', 'item_id,timestamp', /cannot be read as the report of a training run: it is not JSON/],
  ['a damaged plan', JSON.stringify({ plan: { ...plan, seed: 'x' } }), /: plan\.seed is "x", expected a number\.$/],
])('refuses %s in one sentence, and asks for a report', (_, text, message) => {
  const read = () => readPlan(file(text));

  expect(read).toThrow(message);
  expect(read).toThrow(expect.objectContaining({ mend: expect.stringContaining('--report'), faults: [] }));
});
