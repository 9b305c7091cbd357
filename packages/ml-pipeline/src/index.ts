export { decodeModel, encodeModel } from './artifact/codec.ts';
export type { Model } from './artifact/model.ts';
export { type EtsFit, type EtsSpec, etsSpec, fitEts } from './candidates/ets-fit.ts';
export { type ImportedModel, importedModelName, type RunImported } from './candidates/imported-model.ts';
export { itemCandidates } from './candidates/registry.ts';
export { thetaError } from './candidates/theta.ts';
export { type Explanation, explain, type ForecastPart } from './explain/explain.ts';
export { type ImportedAhead, importedAhead, importedModelOf } from './imported-ahead.ts';
export { inPlaceRunner } from './in-place-runner.ts';
export { seasonalScale } from './metrics/scale.ts';
export { medianOf, newScore, type Score, type ScoredRow } from './metrics/scores.ts';
export { predict, train } from './pipeline.ts';
export { type PredictOptions, predictAll } from './predict-all.ts';
export type { ImportedCandidate, TrainOptions } from './run-control.ts';
export type { Task, TaskResult } from './tasks.ts';

/** URL of the module that worker threads run; its default export is a TaskModule given the frame in shared memory. */
export const taskModule = new URL('./tasks.ts', import.meta.url);
