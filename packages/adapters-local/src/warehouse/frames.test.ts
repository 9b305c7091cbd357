import { expect, it } from 'vitest';
import { encodeFrame, readFrames } from './frames.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(bytes: Buffer, size: number, mostBytes?: number) {
  const found = [];
  for await (const { header, body } of readFrames(inPieces(bytes, size), mostBytes)) {
    found.push([header, body.toString('utf8')]);
  }
  return found;
}

const two = Buffer.concat([
  ...encodeFrame({ kind: '한국어' }, [Buffer.from('body '), Buffer.from('of two')]),
  ...encodeFrame({ kind: 'done' }),
]);

it('gives the same frames wherever the bytes are cut', async () => {
  for (let size = 1; size <= two.length; size++) {
    expect(await all(two, size)).toEqual([
      [{ kind: '한국어' }, 'body of two'],
      [{ kind: 'done' }, ''],
    ]);
  }
});

it('gives no frame that the end cuts short, and takes none that is too long', async () => {
  expect(await all(two.subarray(0, -1), 7)).toHaveLength(1);
  await expect(all(two, 5, 20)).rejects.toThrow(RangeError);
});
