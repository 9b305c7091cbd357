/** Lengths of history that the forecast chart offers, in steps. */
export const ranges = [56, 180, 365, 1000] as const;
export type Range = (typeof ranges)[number];
export const defaultRange: Range = 180;
