import { objectPath } from '../object-store/object-path.ts';

/** Where the objects of a snapshot lie as files of this machine. */
export interface SnapshotFiles {
  /** The files of some keys, in their order; all of them stay at least until `work` has ended. */
  use<T>(keys: readonly string[], work: (files: readonly string[]) => Promise<T>): Promise<T>;
}

/** Those of a store on this machine's disk, which are files already. */
export function filesOfStore(root: string): SnapshotFiles {
  return { use: (keys, work) => work(keys.map((it) => objectPath(root, it))) };
}
