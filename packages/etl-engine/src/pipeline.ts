import { LoadRejected, type Star } from '@tandem/data-model';
import type { LoadReport, Reject } from '@tandem/data-model/contract';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { dialectNamed } from '@tandem/sql';
import { countRecords } from './checks/count-records.ts';
import { RejectLog } from './checks/reject-log.ts';
import { setFaultyAside } from './checks/set-faulty-aside.ts';
import { stageFiles } from './staging/stage-files.ts';
import { stagingNames } from './staging/staging-names.ts';
import { type PlannedFile, unpackFiles } from './staging/unpack-files.ts';
import { compareWithStar, type Standing } from './star/compare-with-star.ts';
import { mergeStar } from './star/merge-star.ts';
import { publishSnapshot } from './star/publish-snapshot.ts';
import { StarAfterLoad } from './star/star-after-load.ts';
import { contentHashes } from './star/star-tables.ts';

export interface LoadPlan {
  readonly star: Star;
  /** Letters, digits and `_`; names the staging tables and the snapshot. */
  readonly loadId: string;
  /** Files of any of the star's sources, several of one if need be, each recognised before. */
  readonly files: readonly PlannedFile[];
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
 *   a file lacks a column of its source; UnreadableFile; in each case the star is untouched
 */
export async function loadStar(plan: LoadPlan, deps: LoadDeps): Promise<LoadResult> {
  const { star, loadId, maxRejectShare, keyPrefix } = plan;
  const { objects, warehouse, onStep, signal } = deps;
  const started = performance.now();
  const dialect = dialectNamed(warehouse.dialect);
  const staging = stagingNames(loadId, dialect);
  const files = await unpackFiles(plan.files, objects);
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
    const result = async (): Promise<LoadResult> => ({
      report: {
        ...counted,
        tables: await contentHashes(star, warehouse),
        rejects: log.summary(),
        seconds: (performance.now() - started) / 1000,
      },
      rejects: log.rejects(),
    });
    if (counted.counts.rejected > maxRejectShare * counted.counts.read)
      throw new TooManyRejects(await result(), maxRejectShare);

    signal?.throwIfAborted();
    onStep?.('merge');
    await warehouse.transaction(await mergeStar(after, warehouse));

    onStep?.('publish');
    await publishSnapshot(star, warehouse, keyPrefix, loadId);
    return await result();
  } finally {
    await staging.drop(warehouse);
  }
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
