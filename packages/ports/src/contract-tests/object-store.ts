import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../object-store.ts';

/** A store with nothing in it, and what removes it. */
export type OpenObjectStore = () => Promise<{ store: ObjectStore; close(): Promise<void> }>;

/** What every object store must do. */
export function objectStoreContract(name: string, open: OpenObjectStore): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    it('gives back the bytes that were put, with their length and digest', async () => {
      const bytes = Buffer.from('store_id,total_sales\n1,9.99\n');

      const stored = await store.put('projects/a/uploads/one.csv', bytes);

      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(stored).toEqual({ key: 'projects/a/uploads/one.csv', bytes: bytes.length, sha256 });
      expect(Buffer.from(await store.get(stored.key))).toEqual(bytes);
    });

    it('streams in and out', async () => {
      await store.put('a/stream', Readable.from([Buffer.from('one '), Buffer.from('two')]));

      expect(await text(await store.stream('a/stream'))).toBe('one two');
    });

    it('streams the part that is asked for', async () => {
      await store.put('a/part', Buffer.from('0123456789'));
      const part = async (start: number, end: number) => text(await store.stream('a/part', { start, end }));

      expect(await part(0, 10)).toBe('0123456789');
      expect(await part(3, 5)).toBe('34');
      expect(await part(9, 10)).toBe('9');
      expect(await part(4, 4)).toBe('');
    });

    it('keeps scratch objects whole or not at all, like others', async () => {
      await store.putScratch('a/scratch', Readable.from([Buffer.from('one '), Buffer.from('two')]));
      const broken = Readable.from(
        (function* () {
          yield Buffer.from('half');
          throw new Error('broke off');
        })(),
      );

      await expect(store.putScratch('a/half', broken)).rejects.toThrow('broke off');

      expect(Buffer.from(await store.get('a/scratch')).toString()).toBe('one two');
      expect(await store.list('a/')).toEqual([{ key: 'a/scratch', bytes: 7 }]);
    });

    it('keeps an empty object', async () => {
      await store.put('a/empty', new Uint8Array(0));

      expect(await store.list('a/')).toEqual([{ key: 'a/empty', bytes: 0 }]);
    });

    it('replaces an object under the same key', async () => {
      await store.put('a/b', Buffer.from('old and long'));
      await store.put('a/b', Buffer.from('new'));

      expect(Buffer.from(await store.get('a/b')).toString()).toBe('new');
    });

    it('keeps the old object where a stream breaks off', async () => {
      await store.put('a/b', Buffer.from('old'));
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('half');
          throw new Error('the sender went away');
        })(),
      );

      await expect(store.put('a/b', broken)).rejects.toThrow('the sender went away');

      expect(Buffer.from(await store.get('a/b')).toString()).toBe('old');
      expect(await store.list('')).toEqual([{ key: 'a/b', bytes: 3 }]);
    });

    it('lists what begins with a prefix, in key order', async () => {
      await store.put('p/b/2', Buffer.from('22'));
      await store.put('p/a/1', Buffer.from('1'));
      await store.put('p/ab', Buffer.from('333'));
      await store.put('q/a', Buffer.from('4'));

      const keys = async (prefix: string) => (await store.list(prefix)).map((it) => it.key);

      expect(await keys('p/a')).toEqual(['p/a/1', 'p/ab']);
      expect(await keys('p/')).toEqual(['p/a/1', 'p/ab', 'p/b/2']);
      expect(await keys('nothing/')).toEqual([]);
    });

    it('says of a missing object that it is not there, before the first byte', async () => {
      await expect(store.get('no/such')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.stream('no/such')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('deletes an object, and one that is not there', async () => {
      await store.put('a/b', Buffer.from('x'));

      await store.delete('a/b');
      await store.delete('a/b');

      expect(await store.list('a/')).toEqual([]);
    });

    it.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a/./b', 'a\\b', 'a b', 'a\0', 'ä', '.hidden'])(
      'refuses the key %j',
      async (key) => {
        await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('object key');
        await expect(store.get(key)).rejects.toThrow('object key');
      },
    );
  });
}
