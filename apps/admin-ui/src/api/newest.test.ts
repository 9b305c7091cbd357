import { expect, it } from 'vitest';
import { overview, run, upload } from '../../test/fixtures.ts';
import { modelName } from './model-name.ts';
import { newestBySource, newestSuccess } from './newest.ts';
import { isMoving, overviewMark } from './projects.ts';

it('takes the newest upload of each recognised source', () => {
  const uploads = [
    upload(4, 'd', 'store_sales'),
    upload(3, 'c', null),
    upload(2, 'b', 'date_dim'),
    upload(1, 'a', 'store_sales'),
  ];

  expect(newestBySource(uploads).map(({ name }) => name)).toEqual(['d', 'b']);
});

it('passes over runs that failed or are at work', () => {
  const runs = [run({ name: 'a', state: 'running', report: null }), run({ name: 'b' }), run({ name: 'c' })];

  expect(newestSuccess(runs)?.name).toBe('b');
});

it('names a model within what a model may be called', () => {
  expect(['Sales Forecast!', '--x--', '매출', `${'a'.repeat(62)} b`].map(modelName)).toEqual([
    'sales-forecast',
    'x',
    'sales-forecast',
    'a'.repeat(62),
  ]);
});

it('marks an overview anew when a step ends', () => {
  expect(overviewMark(overview(3))).toBe(overviewMark(overview(3)));
  expect(overviewMark(overview(3))).not.toBe(overviewMark(overview(4)));
  expect(isMoving(overview(3))).toBe(false);
});
