import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ObjectStore } from '@tandem/ports';

/** An object of a load that is written piece by piece, as its bytes come. */
export interface ScratchObject {
  readonly key: string;
  bytes: number;
  /** Waits while the store is behind; throws what the store failed with. */
  write(bytes: Buffer): Promise<void>;
  /** Ends it, and waits until it is stored. */
  end(): Promise<void>;
  /** Ends it without storing it. */
  abandon(): Promise<void>;
}

/** Begins to store an object. */
export function scratchObject(objects: ObjectStore, key: string): ScratchObject {
  // As objects its chunks come out one by one; else those that wait are joined, and there twice.
  const body = new PassThrough({ writableHighWaterMark: 4 << 20, readableObjectMode: true, readableHighWaterMark: 1 });
  const stored = objects.putScratch(key, body);
  // Whoever writes or ends it is told; until then a failure must not count as unhandled.
  stored.catch(() => undefined);
  return {
    key,
    bytes: 0,
    async write(bytes) {
      this.bytes += bytes.length;
      if (!body.write(bytes)) await Promise.race([once(body, 'drain'), stored]);
    },
    async end() {
      body.end();
      await stored;
    },
    async abandon() {
      body.destroy(new Error('The load ended before this object did.'));
      await stored.catch(() => undefined);
    },
  };
}
