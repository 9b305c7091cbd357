import { setTimeout as sleep } from 'node:timers/promises';
import type { Connected } from '../connect.ts';
import { publishedVersion, versionOf } from './star-version.ts';

/** Readers that look on while something else goes on. */
export interface Readers {
  /** Before a kill: what fails from now on is not counted. Gives how often a state was read; throws what was wrong with one. */
  stop(): Promise<number>;
  /** Nobody reads any more; call it after `stop`. */
  readonly ended: Promise<unknown>;
}

/** Somebody reads the warehouse and somebody asks in SQL, each again and again; both may see only the `allowed` versions. */
export function readAlong({ client, projectId, warehouse }: Connected, allowed: readonly number[]): Readers {
  let stopped = false;
  let reads = 0;
  let wrong: unknown;
  const follow = async (read: () => Promise<number | undefined>) => {
    while (!stopped && !wrong) {
      try {
        const version = await read();
        if (!allowed.includes(version ?? Number.NaN)) {
          throw new SeenBetween(`a reader saw version ${version}, where only ${allowed.join(' or ')} may be`);
        }
        reads++;
      } catch (error) {
        if (!stopped || error instanceof SeenBetween) wrong ??= error;
      }
      await sleep(20);
    }
  };
  const ended = Promise.allSettled([
    follow(() => versionOf(warehouse)),
    follow(() => publishedVersion(client, projectId)),
  ]);
  return {
    ended,
    async stop() {
      stopped = true;
      if (wrong) throw wrong;
      return reads;
    },
  };
}

/** A version was seen that nobody had brought, or no more. */
export class SeenBetween extends Error {}
