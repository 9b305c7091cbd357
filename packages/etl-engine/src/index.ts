export { recogniseFile } from './bytes/recognise-file.ts';
export { type StoredFile, storedFile } from './bytes/stored-file.ts';
export { checkStar } from './checks/check-star.ts';
export type { Recognition } from './csv/recognise-source.ts';
export {
  createForecastTable,
  type ForecastColumns,
  publishForecast,
  readForecast,
  readForecastTotals,
} from './forecast-table/forecast-table.ts';
export {
  type ItemDescription,
  type ItemSeries,
  readItem,
  readItemSeries,
  readItems,
} from './forecast-table/item-series.ts';
export { type BuiltFrame, buildFrame } from './frame/build-frame.ts';
export { everyItems, fillFuture, type OfEveryItem } from './frame/fill-gaps.ts';
export type { CovariateColumn, FrameSource } from './frame/frame-source.ts';
export { withHolidays } from './frame/holidays.ts';
export { type LongCsv, type StagedCsv, stageLongCsv } from './frame/long-csv.ts';
export { type StarColumns, starFrame } from './frame/star-frame.ts';
export {
  CriticalCheckFailed,
  type LoadDeps,
  type LoadPlan,
  type LoadResult,
  type LoadStep,
  loadStar,
  planStar,
  TooManyRejects,
} from './pipeline.ts';
export { proposeStar } from './propose/propose-star.ts';
export type { FileToProfile, ProposeDeps } from './propose/read-texts.ts';
export { laterRejects } from './rejects/later-rejects.ts';
export { type RejectedRecordsDeps, rejectedRecords } from './rejects/rejected-records.ts';
export type { PlannedFile } from './staging/unpack-files.ts';
export { type Comparison, compareSnapshots, type PublishedLoad } from './star/compare-snapshots.ts';
export { replaceStar } from './star/replace-star.ts';
export { type Revert, type RevertDeps, revertStar } from './star/revert-star.ts';
export { type FoundRow, type RowAsked, rowOrigin } from './star/row-origin.ts';
export { createStar, starTables, tableRows } from './star/star-tables.ts';
