import type { presets } from '@tandem/data-model/contract';
import type { ForecastRunOptions } from '@tandem/worker';
import { covariates, horizon, type PanelFiles } from './write-panel.ts';

/** The forecast run of a generated panel: nine quantiles of the next 28 days, four covariates known ahead. */
export const panelRun = (
  files: PanelFiles,
  out: string,
  preset: (typeof presets)[number],
  timeLimit?: number,
): ForecastRunOptions => ({
  ...files,
  out,
  frequency: 'D',
  horizon,
  quantiles: ['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90'],
  item: 'item_id',
  time: 'timestamp',
  target: 'target',
  known: [...covariates],
  preset,
  ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
});
