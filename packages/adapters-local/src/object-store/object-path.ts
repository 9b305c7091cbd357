import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';

const segment = /^[A-Za-z0-9_=-](?:[A-Za-z0-9._=-]*[A-Za-z0-9_=-])?$/;

/** Whether a text can be a key: segments that neither begin nor end with a dot, so that none climbs or hides. */
export function isObjectKey(key: string): boolean {
  return key.length <= 512 && key.split('/').every((it) => segment.test(it));
}

/** The file of an object below a store's folder. A key is made by the server; one that is no key is a bug. */
export function objectPath(root: string, key: string): string {
  assert(
    isObjectKey(key),
    `an object key has segments of letters, digits, ".", "_", "=" and "-": got ${JSON.stringify(key)}`,
  );
  return path.join(root, key);
}

/** Where an object is written before it is renamed into its place: a name that no key has. */
export function partialPath(target: string): string {
  return path.join(path.dirname(target), `${partial}${randomUUID()}`);
}

export const isPartial = (file: string): boolean => path.basename(file).startsWith(partial);

const partial = '.partial-';
