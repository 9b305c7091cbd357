export { generateSample, type SamplePlan } from './generate-sample.ts';
export { defaultLastDay, holdoutDays, type SampleOptions, type SampleWindow } from './sample-options.ts';
export type { Format, Refurbishment, Store } from './store.ts';
export { type StoreSeries, truthQuantiles } from './store-series.ts';
export { type SampleFaultSummary, type SampleFileSummary, type SampleSummary, writeSample } from './write-sample.ts';
