import { LoadRejected, type Star } from '@tandem/data-model';
import type { LoadReport, Reject, RowCounts } from '@tandem/data-model/contract';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { dialectNamed } from '@tandem/sql';
import { countRecords } from './checks/count-records.ts';
import { RejectLog } from './checks/reject-log.ts';
import { setFaultyAside } from './checks/set-faulty-aside.ts';
import { stageFiles } from './staging/stage-files.ts';
import { stagingNames } from './staging/staging-names.ts';
import { compareWithStar, type Standing } from './star/compare-with-star.ts';
import { mergeStar } from './star/merge-star.ts';
import { publishSnapshot } from './star/publish-snapshot.ts';
import { StarAfterLoad } from './star/star-after-load.ts';
import { tableOutputs } from './star/table-outputs.ts';

export interface LoadPlan {
  readonly star: Star;
  /** Letters, digits and `_`; names the staging tables and the snapshot. */
  readonly loadId: string;
  /** Files of any of the star's sources, several of one if need be, each recognised before. */
  readonly files: readonly { readonly name: string; readonly key: string; readonly source: string }[];
  /** 0 to 1; where more of the records are rejected, the load fails whole. */
  readonly maxRejectShare: number;
  /** Where the load keeps its objects, e.g. `projects/prj_…`. */
  readonly keyPrefix: string;
}

export type LoadStep = 'stage' | 'check' | 'merge' | 'publish';

export interface LoadDeps {
  readonly objects: ObjectStore;
  readonly warehouse: Warehouse;
  readonly onStep?: (step: LoadStep) => void;
  /** Stops between two statements; once the merge has begun, the load runs to its end. */
  readonly signal?: AbortSignal;
}

export interface LoadResult {
  readonly report: LoadReport;
  /** In order of file and line. */
  readonly rejects: readonly Reject[];
}

/** A load was over its share of rejects; nothing changed. The report's counts are those that it would have had. */
export class TooManyRejects extends LoadRejected {
  readonly result: LoadResult;
  constructor(result: LoadResult, maxRejectShare: number) {
    const { read, rejected } = result.report.counts;
    const [first] = result.report.rejects;
    super(
      `${rejected} of ${read} records were rejected (${percent(rejected / read)}), more than the ${percent(maxRejectShare)} ` +
        `that the load allows; most often ${first?.reason} in ${first?.source}. Nothing was changed.`,
      'Correct the records that the list of rejects names, or allow a larger share, and load the files again.',
    );
    this.result = result;
  }
}

/**
 * Loads files into a star. Every physical record ends as loaded (added or changed), unchanged or rejected, and the
 * counts add up, or the load fails; readers see the old rows or the new ones, never some of both. Loading the same
 * files again changes nothing.
 *
 * @throws TooManyRejects, with the rejects; LoadRejected where a guard of the merge found rows; UnrecognisedFile where
 *   a file lacks a column of its source; in each case the star is untouched
 */
export function loadStar(plan: LoadPlan, deps: LoadDeps): Promise<LoadResult> {
  const { star, loadId, maxRejectShare, keyPrefix } = plan;
  const { warehouse, onStep, signal } = deps;
  return compared(plan, deps, async (after, { read, rejected }, result) => {
    if (rejected > maxRejectShare * read) throw new TooManyRejects(await result(), maxRejectShare);

    signal?.throwIfAborted();
    onStep?.('merge');
    await warehouse.transaction(await mergeStar(after, warehouse));

    onStep?.('publish');
    const published = await publishSnapshot(star, warehouse, keyPrefix, loadId);
    return result(published);
  });
}

/**
 * What `loadStar` would do with the same files now: its counts by file and table, and its rejects, over the share of
 * them too. Nothing is written but staging tables.
 *
 * @throws UnrecognisedFile where a file lacks a column of its source
 */
export function planStar(plan: LoadPlan, deps: LoadDeps): Promise<LoadResult> {
  return compared(plan, deps, (_after, _counts, result) => result());
}

/** Stages, checks and compares the files, hands over what would change, and clears up. */
async function compared(
  { star, loadId, files, keyPrefix }: LoadPlan,
  { objects, warehouse, onStep, signal }: LoadDeps,
  then: (
    after: StarAfterLoad,
    counts: RowCounts,
    /** The result as the star stands when it is asked for. */
    result: (snapshots?: ReadonlyMap<string, string>) => Promise<LoadResult>,
  ) => Promise<LoadResult>,
): Promise<LoadResult> {
  const started = performance.now();
  const dialect = dialectNamed(warehouse.dialect);
  const staging = stagingNames(loadId, dialect);
  const log = new RejectLog(files);
  const after = new StarAfterLoad(star);
  try {
    onStep?.('stage');
    const sources = star.sources.filter((source) => files.some((it) => it.source === source.name));
    const staged = await stageFiles(
      sources,
      files,
      {
        objects,
        warehouse,
        dialect,
        signal,
        stagingName: staging.name,
        scannedKey: (file) => `${keyPrefix}/staging/${loadId}/${file}.csv`,
      },
      log,
    );

    onStep?.('check');
    const standings = new Map<number, Standing>();
    for (const source of staged) {
      signal?.throwIfAborted();
      await setFaultyAside(source, after, warehouse, staging.name, log);
      const ofSource = await compareWithStar(source, after, warehouse, dialect, staging.name);
      for (const [file, standing] of ofSource) standings.set(file, standing);
    }
    const counted = countRecords(staged, standings, log);
    return await then(after, counted.counts, async (snapshots) => ({
      report: {
        ...counted,
        tables: await tableOutputs(after, counted.files, warehouse, snapshots),
        rejects: log.summary(),
        seconds: (performance.now() - started) / 1000,
      },
      rejects: log.rejects(),
    }));
  } finally {
    await staging.drop(warehouse);
  }
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
