/** Random numbers of one purpose: the same key gives the same numbers, and no other stream disturbs them. */
export interface RandomStream {
  /** In (0, 1), a multiple of 2^-53, never an end. */
  uniform(): number;
  /** In (low, high). */
  between(low: number, high: number): number;
  /** An integer in [0, n), n < 2^32. */
  below(n: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

/**
 * A stream for a key such as `[seed, 'noise', storeId]`. The generator is sfc32 (Doty-Humphrey, PractRand), which
 * passes the usual batteries; the key is spread by MurmurHash3's finalizer. Integers alone: portable.
 */
export function randomStream(...key: readonly (number | string)[]): RandomStream {
  let a = hashOf(key, 0x9e3779b9);
  let b = hashOf(key, 0x85ebca6b);
  let c = hashOf(key, 0xc2b2ae35);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();

  // 52 bits and a half: every value and its distance from 1 are exact.
  const uniform = () => ((next() >>> 6) * 67108864 + (next() >>> 6) + 0.5) / 4503599627370496;
  const below = (n: number) => Math.floor(uniform() * n);
  return {
    uniform,
    below,
    between: (low, high) => low + (high - low) * uniform(),
    chance: (probability) => uniform() < probability,
    pick: (choices) => choices[below(choices.length)]!,
  };
}

function hashOf(key: readonly (number | string)[], salt: number): number {
  let hash = salt;
  for (const part of key) {
    if (typeof part === 'number') {
      hash = mix(hash ^ (part >>> 0));
      hash = mix(hash ^ Math.floor(part / 4294967296));
    } else {
      for (let i = 0; i < part.length; i++) hash = mix(hash ^ part.charCodeAt(i));
    }
    hash = mix(hash ^ 0x2545f491);
  }
  return hash;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
