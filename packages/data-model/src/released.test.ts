import { pipeline } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { released } from './released.ts';

it('takes away a chunk once the next is asked for, but nothing that others have', async () => {
  const [own, last, small] = [Buffer.alloc(Buffer.poolSize, 1), Buffer.alloc(1 << 17, 2), Buffer.from('small')];
  const shared = Buffer.alloc(1 << 17, 3);
  const stream = (async function* () {
    yield* [own, small, shared.subarray(0, 10), last];
  })();
  const seen: number[][] = [];

  for await (const chunk of released(stream)) seen.push([own.length, chunk[0]!, chunk.at(-1)!]);

  expect(seen).toEqual([
    [Buffer.poolSize, 1, 1],
    [0, 115, 108],
    [0, 3, 3],
    [0, 2, 2],
  ]);
  expect([own.length, last.length, shared.length, small.toString()]).toEqual([0, 0, 1 << 17, 'small']);
});

it('leaves to zlib what it still writes into', async () => {
  const text = Buffer.from(Array.from({ length: 200_000 }, (_, k) => `${(k * 7919) % 65_537}\n`).join(''));
  const packed = gzipSync(text);
  const pieces = (async function* () {
    for (let at = 0; at < packed.length; at += 10_007) yield Buffer.from(packed.subarray(at, at + 10_007));
  })();
  const options = { chunkSize: 1 << 16, writableHighWaterMark: 1 };
  const unpacked = pipeline(released(pieces), createGunzip(options), () => undefined);

  const seen: Buffer[] = [];
  for await (const chunk of released(unpacked)) seen.push(Buffer.from(chunk));

  expect(seen.length).toBeGreaterThan(15);
  expect(Buffer.concat(seen).equals(text)).toBe(true);
});
