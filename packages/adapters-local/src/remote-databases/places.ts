/** Gives a place to at most `most` at once of each key, and to others none: they are refused rather than wait. */
export interface Places {
  /** What gives the place back; undefined where all of the key are taken. */
  take(key: string): (() => void) | undefined;
}

export function openPlaces(most: number): Places {
  const taken = new Map<string, number>();
  return {
    take(key) {
      const count = taken.get(key) ?? 0;
      if (count >= most) return undefined;
      taken.set(key, count + 1);
      return () => {
        const left = taken.get(key)! - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
}
