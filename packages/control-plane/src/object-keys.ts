/** Where the bytes of a project lie in the object store. Keys are made here alone, and never from a client's text. */
export const objectKeys = {
  /** Everything of a project begins with this; a load adds `/snapshots/...` to it. */
  project: (projectId: string) => `projects/${projectId}`,
  /** Each table of a load's snapshot lies below it, as `<table>.parquet`. */
  snapshot: (projectId: string, loadId: string) => `projects/${projectId}/snapshots/${loadId}/`,
  upload: (projectId: string, uploadId: string) => `projects/${projectId}/uploads/${uploadId}`,
  /** Parts of all files that are not complete lie below it, each file's under the id of its session. */
  partsOfUploads: (projectId: string) => `projects/${projectId}/upload-parts/`,
  /** Parts of a file that is not complete lie below it. */
  uploadParts: (projectId: string, sessionId: string) => `projects/${projectId}/upload-parts/${sessionId}/`,
  uploadPart: (projectId: string, sessionId: string, part: number) =>
    `projects/${projectId}/upload-parts/${sessionId}/${String(part).padStart(6, '0')}`,
  trainingFrame: (projectId: string, runId: string) => `projects/${projectId}/training-runs/${runId}/frame.bin`,
  model: (projectId: string, runId: string) => `projects/${projectId}/training-runs/${runId}/model.bin`,
  batchFrame: (projectId: string, batchForecastId: string) =>
    `projects/${projectId}/batch-forecasts/${batchForecastId}/frame.bin`,
  batchForecast: (projectId: string, batchForecastId: string) =>
    `projects/${projectId}/batch-forecasts/${batchForecastId}/forecast.csv`,
} as const;
