import type { Readable } from 'node:stream';

/** What is stored under a key, without its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

/** Bytes of an object from `start` up to, not including, `end`; both within the object. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Immutable bytes under keys such as `projects/prj_…/uploads/upl_….csv`. Keys are made by the server, never by a
 * client: segments of letters, digits, `.`, `_`, `=` and `-`, joined by `/`; anything else is a bug and throws.
 */
export interface ObjectStore {
  /**
   * Stores a stream whole or not at all; an object under the same key is replaced at once. SHA-256 in lower-case hex.
   * A stream's chunks are the store's from then on: it may give their memory back.
   */
  put(key: string, body: Readable | Uint8Array): Promise<StoredObject & { readonly sha256: string }>;
  /** The same of what is needed no longer than this process runs: whole or not at all, but not forced onto the disk. */
  putScratch(key: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  /** Bytes of an object; throws NotFound. */
  get(key: string): Promise<Uint8Array>;
  /** The same as a stream, whose chunks are the reader's alone, or a range of it, which may be empty; throws NotFound before the first byte. */
  stream(key: string, range?: ByteRange): Promise<Readable>;
  /** Objects whose key starts with `prefix`, in key order. */
  list(prefix: string): Promise<StoredObject[]>;
  /** Removes an object; one that is not there is removed already. */
  delete(key: string): Promise<void>;
}
