import { columnsInWords, type Star, type StarTable, storedTables, tablesOf } from '@tandem/data-model';
import type { LoadOutput, LoadReport } from '@tandem/data-model/contract';
import type { Guard, ObjectStore, Statement, Warehouse } from '@tandem/ports';
import { dialectNamed, makeEqual, otherContent, qualified } from '@tandem/sql';
import { stagingNames } from '../staging/staging-names.ts';
import { isSameContent, type PublishedLoad } from './compare-snapshots.ts';
import { publishSnapshot } from './publish-snapshot.ts';
import { stageSnapshot } from './stage-snapshot.ts';
import { contentHashes, type TableContent } from './star-tables.ts';

export interface Revert {
  readonly star: Star;
  /** Letters, digits and `_`; names the staging tables and the snapshot that this publishes. */
  readonly loadId: string;
  /** The load whose tables come back. */
  readonly to: PublishedLoad;
  readonly keyPrefix: string;
}

export interface RevertDeps {
  readonly objects: ObjectStore;
  readonly warehouse: Warehouse;
  readonly onStep?: (step: 'stage' | 'merge' | 'publish') => void;
  /** Stops between two statements; once the merge has begun, it runs to its end. */
  readonly signal?: AbortSignal;
}

/**
 * Makes every table of the star what it was after an earlier load, in one transaction: readers see the old rows or the
 * new ones. It is a load of its own, with a snapshot, so it can be reverted too. What differs is found by the transaction
 * itself, whatever was loaded meanwhile.
 *
 * @throws LoadRejected where a table would not have the row count and content hash of that load's report; Conflict
 *   where its snapshot is gone; in both cases the star is untouched
 */
export async function revertStar(revert: Revert, deps: RevertDeps): Promise<LoadReport> {
  const { star, loadId, keyPrefix } = revert;
  const { warehouse, onStep, signal } = deps;
  const started = performance.now();
  const staging = stagingNames(loadId, dialectNamed(warehouse.dialect));
  try {
    onStep?.('stage');
    const current = await contentHashes(star, warehouse);
    const statements: (Statement | Guard)[] = [];
    for (const table of storedTables(star)) {
      signal?.throwIfAborted();
      statements.push(...(await bringBack(revert, table, current, staging.name(table.name), deps)));
    }

    signal?.throwIfAborted();
    onStep?.('merge');
    const done = await warehouse.transaction(statements);

    onStep?.('publish');
    const published = await publishSnapshot(star, warehouse, keyPrefix, loadId);
    const contents = await contentHashes(star, warehouse);
    const tables = contents.map((it, k): LoadOutput => {
      const [added = 0, changed = 0, removed = 0] = ['added', 'changed', 'removed'].map((n) => done[`${it.name}.${n}`]);
      const unchanged = it.rows - added - changed;
      const snapshotKey = published.get(it.name) ?? null;
      const columns = columnsInWords(tablesOf(star)[k]!);
      return { ...it, added, changed, unchanged, removed, rejected: 0, snapshotKey, columns };
    });
    const counts = { read: 0, loaded: 0, unchanged: 0, rejected: 0 };
    return { counts, files: [], tables, checks: [], rejects: [], seconds: (performance.now() - started) / 1000 };
  } finally {
    await staging.drop(warehouse);
  }
}

/** What makes one table equal to the snapshot, and the guard that it is; the guard alone where it is so already. */
async function bringBack(
  { star, to, keyPrefix }: Revert,
  table: StarTable,
  current: readonly TableContent[],
  staged: string,
  deps: RevertDeps,
): Promise<(Statement | Guard)[]> {
  const dialect = dialectNamed(deps.warehouse.dialect);
  const name = qualified(star.name, table.name);
  const wanted = to.tables.find((it) => it.name === table.name);
  if (!wanted) throw new Error(`the report of ${to.id} does not speak of ${table.name}`);
  const guard = {
    guard: otherContent(name, dialect.contentHash(table.columns.map((it) => it.name)), wanted),
    message:
      `${table.name} would not have the ${wanted.rows} rows with the content hash ${wanted.contentHash} that the load ` +
      `${to.id} reported: its snapshot is damaged, or another version of the warehouse's engine hashed it.`,
  };
  const isThere = isSameContent(
    wanted,
    current.find((it) => it.name === table.name),
  );
  if (isThere) return [guard];
  await stageSnapshot({ star, keyPrefix, loadId: to.id }, table, staged, dialect, deps);
  const counts = { added: `${table.name}.added`, changed: `${table.name}.changed`, removed: `${table.name}.removed` };
  return [...makeEqual(table, name, staged, counts), guard];
}
