import { LoadRejected } from '@tandem/data-model';
import type { LoadReport } from '@tandem/data-model/contract';
import type { StagedSource } from '../staging/stage-files.ts';
import type { Standing } from '../star/compare-with-star.ts';
import type { RejectLog } from './reject-log.ts';

/** The engine knows files by name; whoever keeps uploads knows the rest. */
const noUpload = { uploadId: null, sha256: null, bytes: null } as const;

/**
 * The counts of each file and of all. What was read was counted by the scanner, what was loaded or unchanged by the
 * comparison with the star, what was rejected by the checks; throws LoadRejected where they do not add up.
 */
export function countRecords(
  staged: readonly StagedSource[],
  standings: ReadonlyMap<number, Standing>,
  log: RejectLog,
): Pick<LoadReport, 'counts' | 'files'> {
  const files = staged
    .flatMap(({ source, files }) => files.map((file) => ({ ...file, source: source.name })))
    .sort((a, b) => a.index - b.index)
    .map(({ index, name, source, records }) => {
      const { loaded, unchanged } = standings.get(index)!;
      const rejected = log.inFile(index);
      if (loaded + unchanged + rejected !== records) {
        throw new LoadRejected(
          `${name} has ${records} records, but ${loaded} to load, ${unchanged} unchanged and ${rejected} rejected.`,
          'Nothing was changed. Load the file by itself; if that fails too, report it: the counts must add up.',
        );
      }
      return { name, source, ...noUpload, read: records, loaded, unchanged, rejected };
    });
  const sum = (pick: 'read' | 'loaded' | 'unchanged' | 'rejected') => files.reduce((total, it) => total + it[pick], 0);
  return {
    counts: { read: sum('read'), loaded: sum('loaded'), unchanged: sum('unchanged'), rejected: sum('rejected') },
    files,
  };
}
