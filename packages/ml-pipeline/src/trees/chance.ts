/** A number in [0, 1) that only these three whole numbers decide: no state, so no order of calls matters. Source: Murmur3's finaliser (Appleby). */
export function chance(seed: number, a: number, b: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(a + 0x7f4a7c15, 0xc2b2ae35);
  h = mix(h ^ (h >>> 15)) ^ Math.imul(b + 0x165667b1, 0x27d4eb2f);
  return mix(h) / 2 ** 32;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
