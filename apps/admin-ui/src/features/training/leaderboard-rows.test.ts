import type { CandidateReport, TrainingReport } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { leaderboardRows } from './leaderboard-rows.ts';

const metrics = (SQL: number | null) => ({
  SQL,
  MASE: null,
  WQL: null,
  WAPE: null,
  sMAPE: null,
  RMSE: null,
  coverage: {},
});
const candidate = (name: string, SQL: number, scoredItems?: number): CandidateReport => ({
  name,
  title: name,
  source: '',
  uses: { known: false, past: false, statics: false },
  quantiles: 'conformal',
  weight: 0,
  fitSeconds: 0,
  predictSeconds: 0,
  validation: metrics(SQL),
  test: metrics(SQL),
  ...(scoredItems === undefined ? {} : { scoredItems }),
});
const rowsOf = (candidates: CandidateReport[]) =>
  leaderboardRows({
    candidates,
    ensemble: { validation: metrics(0.4), test: metrics(0.4) },
    baseline: { name: 'seasonal-naive', test: metrics(0.9) },
  } as unknown as TrainingReport).map(({ id, rank, partly }) => [id, rank, partly?.scored]);

it('ranks a family that forecasts few items last, and without a place, however well it does there', () => {
  expect(
    rowsOf([candidate('ets', 0.5, 300), candidate('seasonal-naive', 0.9, 300), candidate('croston', 0.1, 3)]),
  ).toEqual([
    ['ensemble', 1, undefined],
    ['ets', 2, undefined],
    ['seasonal-naive', 3, undefined],
    ['croston', null, 3],
  ]);
});

it('ranks all alike in a report that does not say how many items it scored', () => {
  expect(rowsOf([candidate('ets', 0.5), candidate('seasonal-naive', 0.9)]).map(([, rank]) => rank)).toEqual([1, 2, 3]);
});
