import { expect, it } from 'vitest';
import { loadSummary } from '../../../test/fixtures.ts';
import { comparedLoads, publishedLoads } from './compared-loads.ts';

const made = (id: string, part: Parameters<typeof loadSummary>[0] = {}) => loadSummary({ id, ...part });
const published = publishedLoads([
  made('e', { kind: 'plan' }),
  made('d'),
  made('c', { state: 'failed' }),
  made('b'),
  made('a'),
]);

it('compares the newest load that wrote with the one before it, and leaves out plans and failures', () => {
  expect(comparedLoads(published, {})).toEqual({ from: 'b', to: 'd' });
});

it('compares a load that is asked for with the one before it, and the first with none', () => {
  expect(comparedLoads(published, { to: 'b' })).toEqual({ from: 'a', to: 'b' });
  expect(comparedLoads(published, { to: 'a' })).toBeUndefined();
});

it('takes both as they are asked for, in either order', () => {
  expect(comparedLoads(published, { from: 'd', to: 'a' })).toEqual({ from: 'd', to: 'a' });
});

it('compares a load that is older than the list with the newest', () => {
  expect(comparedLoads(published, { to: 'before a' })).toEqual({ from: 'before a', to: 'd' });
});
