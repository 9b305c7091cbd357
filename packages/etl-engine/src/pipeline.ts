import { CheckFailed, type Day, LoadRejected, type Star, UnrecognisedFile } from '@tandem/data-model';
import type { CheckResult, LoadReport, Reject } from '@tandem/data-model/contract';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { dialectNamed } from '@tandem/sql';
import { countRecords } from './checks/count-records.ts';
import { assertedChecks, recordChecks } from './checks/record-checks.ts';
import { RejectLog } from './checks/reject-log.ts';
import { setFaultyAside } from './checks/set-faulty-aside.ts';
import { runStarChecks } from './checks/star-checks.ts';
import { rowsKeeper } from './staging/keep-rows.ts';
import { stageFiles } from './staging/stage-files.ts';
import { stagingNames } from './staging/staging-names.ts';
import { type PlannedFile, unpackFiles } from './staging/unpack-files.ts';
import { compareWithStar, type Standing } from './star/compare-with-star.ts';
import { mergeStar } from './star/merge-star.ts';
import { keepProvenance } from './star/provenance.ts';
import { publishSnapshot } from './star/publish-snapshot.ts';
import { sourceKey } from './star/source-key.ts';
import { StarAfterLoad } from './star/star-after-load.ts';
import { tableOutputs } from './star/table-outputs.ts';

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
  /** The day of the load; without it the freshness of the star is not checked, and no versions of a dimension can be told apart. */
  readonly today?: Day;
  /** Records by source of earlier loads, newest first; without them a drift of their number is not checked. */
  readonly earlier?: readonly ReadonlyMap<string, number>[];
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
  /** The first 100,000, in order of file and line; `laterRejects` gives those after them. */
  readonly rejects: readonly Reject[];
  /** Object key of each of the report's files; those of one zip have one key. */
  readonly keys: readonly string[];
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

/** A critical check of the star failed; nothing changed. The report's counts are those that the load would have had. */
export class CriticalCheckFailed extends CheckFailed {
  readonly result: LoadResult;
  constructor(result: LoadResult) {
    const failed = result.report.checks.filter((it) => it.severity === 'critical' && !it.passed);
    super(
      `${failed.map((it) => `The check ${it.name} of ${it.on} failed: ${it.detail}`).join(' ')} Nothing was changed.`,
      'Correct the files and load them again, or let the star declare the check as a warning.',
    );
    this.result = result;
  }
}

/**
 * Loads files into a star. Every physical record ends as loaded (added or changed), unchanged or rejected, and the
 * counts add up, or the load fails; readers see the old rows or the new ones, never some of both. Loading the same
 * files again changes nothing.
 *
 * @throws TooManyRejects or CriticalCheckFailed, with the result; LoadRejected where a guard of the merge found rows; UnrecognisedFile where
 *   a file is of no source of the star, or lacks a column of its source; UnreadableFile; in each case the star is untouched
 */
export function loadStar(plan: LoadPlan, deps: LoadDeps): Promise<LoadResult> {
  const { star, loadId, maxRejectShare, keyPrefix } = plan;
  const { warehouse, onStep, signal } = deps;
  return compared(plan, deps, async (after, checks, result) => {
    const failed = checks.find((it) => it.severity === 'critical' && !it.passed);
    if (failed?.name === 'reject_share') throw new TooManyRejects(await result(), maxRejectShare);
    if (failed) throw new CriticalCheckFailed(await result());

    signal?.throwIfAborted();
    onStep?.('merge');
    await keepProvenance(after, warehouse, keyPrefix, loadId);
    await warehouse.transaction(await mergeStar(after, warehouse));

    onStep?.('publish');
    const published = await publishSnapshot(star, warehouse, keyPrefix, loadId);
    return result(published, assertedChecks(after));
  });
}

/**
 * What `loadStar` would do with the same files now: its counts by file and table, and its rejects, over the share of
 * them too. Nothing is written but staging tables.
 *
 * @throws UnrecognisedFile where a file is of no source of the star, or lacks a column of its source
 */
export function planStar(plan: LoadPlan, deps: LoadDeps): Promise<LoadResult> {
  return compared(plan, deps, (_after, _counts, result) => result());
}

/** Stages, checks and compares the files, hands over what would change, and clears up. */
async function compared(
  { star, loadId, files: planned, keyPrefix, maxRejectShare, today, earlier }: LoadPlan,
  { objects, warehouse, onStep, signal }: LoadDeps,
  then: (
    after: StarAfterLoad,
    checks: readonly CheckResult[],
    /** The result as the star stands when it is asked for. */
    result: (snapshots?: ReadonlyMap<string, string>, asserted?: readonly CheckResult[]) => Promise<LoadResult>,
  ) => Promise<LoadResult>,
): Promise<LoadResult> {
  const started = performance.now();
  requireSources(star, planned);
  const dialect = dialectNamed(warehouse.dialect);
  const staging = stagingNames(loadId, dialect);
  const scratch = `${keyPrefix}/staging/${loadId}/`;
  const scratchKey = (name: string): string => `${scratch}${name}`;
  const keep = rowsKeeper(warehouse, dialect, staging, scratchKey);
  const files = await unpackFiles(planned, objects);
  const log = new RejectLog(files);
  const after = new StarAfterLoad(star, today);
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
        names: staging,
        keyOf: (source) => sourceKey(source, after.table(source.feeds.at(-1)!.table)),
        scannedKey: scratchKey,
      },
      log,
    );

    onStep?.('check');
    const standings = new Map<number, Standing>();
    for (const source of staged) {
      signal?.throwIfAborted();
      await setFaultyAside(source, after, warehouse, staging.name, log);
      const ofSource = await compareWithStar(source, after, warehouse, dialect, staging.name, keep);
      for (const [file, standing] of ofSource) standings.set(file, standing);
    }
    const counted = countRecords(staged, standings, log);
    const rejects = log.summary();
    await log.later.keep(objects, keyPrefix, loadId);
    const read = new Map(staged.map((it) => [it.source.name, it.files.reduce((sum, file) => sum + file.records, 0)]));
    const checks = [
      ...recordChecks({ ...counted, rejects }, maxRejectShare),
      ...(await runStarChecks(after, { today, earlier, read }, warehouse)),
    ];
    return await then(after, checks, async (snapshots, asserted = []) => ({
      report: {
        ...counted,
        tables: await tableOutputs(after, counted.files, warehouse, snapshots),
        checks: [...checks, ...asserted],
        rejects,
        seconds: (performance.now() - started) / 1000,
      },
      rejects: log.rejects(),
      keys: files.map((it) => it.key),
    }));
  } finally {
    await staging.drop(warehouse);
    for (const { key } of await objects.list(scratch)) await objects.delete(key);
  }
}

/** A file of another star's source would else be passed over, as if it had no records. */
function requireSources(star: Star, files: readonly PlannedFile[]): void {
  const names = star.sources.map((it) => it.name);
  const strange = files.filter((it) => !names.includes(it.source));
  if (strange.length === 0) return;
  throw new UnrecognisedFile(
    `${strange.map((it) => `${it.name} is said to be of ${it.source}`).join(', ')}, which is no source of the star ${star.name}.`,
    `Load files of its sources: ${names.join(', ')}.`,
    { faults: strange.map((it) => ({ at: it.name, expected: `one of ${names.join(', ')}`, got: it.source })) },
  );
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
