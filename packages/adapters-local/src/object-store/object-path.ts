import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { objectKey } from '@tandem/data-model';

/** The file of an object below a store's folder. A key is made by the server; one that is no key is a bug. */
export function objectPath(root: string, key: string): string {
  return path.join(root, objectKey(key));
}

/** Where an object is written before it is renamed into its place: a name that no key has. */
export function partialPath(target: string): string {
  return path.join(path.dirname(target), `${partial}${randomUUID()}`);
}

export const isPartial = (file: string): boolean => path.basename(file).startsWith(partial);

const partial = '.partial-';
