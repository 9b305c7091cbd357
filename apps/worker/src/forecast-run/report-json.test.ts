import { expect, it } from 'vitest';
import type { ForecastRunReport } from './forecast-run.ts';
import { reportJson } from './report-json.ts';

const report = (items: number): ForecastRunReport => ({
  items,
  rows: 3,
  seasons: [7],
  windows: [],
  candidates: [],
  ensemble: { validation: metrics, test: metrics },
  baseline: { name: 'seasonal-naive', test: metrics, improvement: null, betterItems: 0, comparedItems: 0 },
  importance: null,
  setAside: Array.from({ length: items }, (_, i) => ({ item: `"${i}"`, rows: 1, reason: 'r', treatment: 't' })),
  notes: ['a note'],
  seconds: 1,
  rowsWritten: 2,
});
const metrics = { SQL: null, MASE: null, WQL: null, WAPE: null, sMAPE: null, RMSE: null, coverage: {} };

it.each([0, 1, 1000, 2500])('is the report as JSON, with %d items set aside', (items) => {
  expect(JSON.parse([...reportJson(report(items))].join(''))).toEqual(report(items));
});
