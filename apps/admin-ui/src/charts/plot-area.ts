/** The size of a chart in pixels, and the room round its plot. */
export interface PlotArea {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels from the left edge at which a time stands; time runs evenly over the plot. */
export function timeToX({ width, left, right }: PlotArea, [from, to]: readonly [number, number], at: number): number {
  return to === from ? (left + width - right) / 2 : left + ((at - from) / (to - from)) * (width - left - right);
}

/** Pixels from the top at which a value stands on a scale from zero to `ceiling`. */
export function valueToY({ height, top, bottom }: PlotArea, ceiling: number, value: number): number {
  return height - bottom - (value / ceiling) * (height - top - bottom);
}

/** The time that stands at a pixel. */
export function xToTime({ width, left, right }: PlotArea, [from, to]: readonly [number, number], x: number): number {
  return from + ((x - left) / (width - left - right)) * (to - from);
}

/** Highest value of a chart that starts at zero: a tenth above the largest, so that nothing touches the top. */
export function ceiling(values: Iterable<number | null>): number {
  let largest = 0;
  for (const value of values) if (value !== null && value > largest) largest = value;
  return largest > 0 ? largest * 1.08 : 1;
}
