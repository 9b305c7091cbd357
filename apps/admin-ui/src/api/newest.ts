import type { Model, TrainingRun, Upload } from '@tandem/data-model/contract';

/** The newest upload of each recognised source: what a load takes unless one says otherwise. Uploads come newest first. */
export function newestBySource(uploads: readonly Upload[]): Upload[] {
  const chosen = new Map<string, Upload>();
  for (const upload of uploads) {
    if (upload.source !== null && !chosen.has(upload.source)) chosen.set(upload.source, upload);
  }
  return [...chosen.values()];
}

/** The first run of a newest-first list that ended well. */
export const newestSuccess = (runs: readonly TrainingRun[]): TrainingRun | undefined =>
  runs.find(({ state, report }) => state === 'succeeded' && report !== null);

export const modelOf = (models: readonly Model[], trainingRunId: string): Model | undefined =>
  models.find((model) => model.trainingRunId === trainingRunId);
