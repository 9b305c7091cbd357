import { pipeline } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import type { Reject } from '@tandem/data-model/contract';
import type { ObjectStore } from '@tandem/ports';
import { textLines } from '../rows/text-lines.ts';

/** So many rejects of a load are read at once. */
const rejectsAtOnce = 100_000;
const rejectsInMember = 10_000;

const keyOf = (keyPrefix: string, loadId: string): string => `${keyPrefix}/rejects/${loadId}.jsonl.gz`;

/** The rejects of a load that it does not list, packed as they come: some ten bytes of memory for each. */
export class LaterRejects {
  #lines: string[] = [];
  readonly #members: Buffer[] = [];

  add(reject: Reject): void {
    this.#lines.push(`${JSON.stringify(reject)}\n`);
    if (this.#lines.length === rejectsInMember) this.#pack();
  }

  /** Keeps them beside what else the load keeps; nothing where there are none. */
  async keep(objects: ObjectStore, keyPrefix: string, loadId: string): Promise<void> {
    if (this.#lines.length > 0) this.#pack();
    if (this.#members.length > 0) await objects.put(keyOf(keyPrefix, loadId), Buffer.concat(this.#members));
  }

  /** A file may have any number of gzip members. */
  #pack(): void {
    this.#members.push(gzipSync(this.#lines.join(''), { level: 1 }));
    this.#lines = [];
  }
}

/** The rejects of a load that it does not list, in the order in which they were found, some at a time. Throws NotFound. */
export async function* laterRejects(
  objects: ObjectStore,
  keyPrefix: string,
  loadId: string,
): AsyncGenerator<readonly Reject[]> {
  // The error of either stream ends the iteration, which throws it.
  const unpacked = pipeline(await objects.stream(keyOf(keyPrefix, loadId)), createGunzip(), () => undefined);
  let some: Reject[] = [];
  for await (const lines of textLines(unpacked)) {
    for (const { bytes } of lines) some.push(JSON.parse(bytes.toString('utf8')));
    if (some.length < rejectsAtOnce) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
