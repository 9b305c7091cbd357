import { randomBytes } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * `prefix_` and the 32 hex digits of a UUIDv7 (RFC 9562): ids of one process sort in the order in which they were made,
 * even within a millisecond or while the clock is set back; ids of several processes to the millisecond.
 */
export function newId(prefix: string, nowMs: number): string {
  const random = randomBytes(10);
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = random.readUInt16BE(0) & 0x3ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const order = counter.toString(16).padStart(3, '0');
  random[2] = (random[2]! & 0x3f) | 0x80;
  return `${prefix}_${time}7${order}${random.subarray(2).toString('hex')}`;
}
