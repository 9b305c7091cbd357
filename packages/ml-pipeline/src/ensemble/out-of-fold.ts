/**
 * Where and when forecasts were made, and what came true: one entry for each scored item and step of some windows.
 */
export interface Points {
  readonly count: number;
  readonly item: Int32Array;
  readonly window: Int32Array;
  /** Steps ahead, from 1. */
  readonly step: Float64Array;
  readonly actual: Float64Array;
  /** Seasonal scale of the item at the cutoff; NaN where it has none. */
  readonly scale: Float64Array;
  /** Usual size of the item's values at the cutoff; always positive. */
  readonly size: Float64Array;
  /** 1 where a learned rule says zero: such a row is certain and teaches nothing about errors. */
  readonly zero: Uint8Array;
  /** 1 where the item sells on some days only: its errors have a shape of their own. */
  readonly sparse: Uint8Array;
}

/** Unit of a row's error: the item's seasonal scale, or a tenth of its size where it has none. */
export const baseOf = (points: Points, k: number) => (points.scale[k]! > 0 ? points.scale[k]! : 0.1 * points.size[k]!);

/** Those points of a set for which `wanted` holds; `pick` carries arrays over. */
export function pointsWhere(points: Points, wanted: (k: number) => boolean) {
  const kept: number[] = [];
  for (let k = 0; k < points.count; k++) if (wanted(k)) kept.push(k);
  const index = Int32Array.from(kept);
  const pick = (values: Float64Array) => Float64Array.from(index, (k) => values[k]!);
  const pickInt = (values: Int32Array) => Int32Array.from(index, (k) => values[k]!);
  return {
    pick,
    points: {
      count: index.length,
      item: pickInt(points.item),
      window: pickInt(points.window),
      step: pick(points.step),
      actual: pick(points.actual),
      scale: pick(points.scale),
      size: pick(points.size),
      zero: Uint8Array.from(index, (k) => points.zero[k]!),
      sparse: Uint8Array.from(index, (k) => points.sparse[k]!),
    } satisfies Points,
  };
}
