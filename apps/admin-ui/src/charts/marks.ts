/** A named mark of the chart, and the lane in which its ticks stand. */
export interface MarkLane {
  readonly name: string;
  readonly side: 'above' | 'below';
  /** 0 is the lane next to the axis. */
  readonly lane: number;
}

/** Holidays hang below the axis; promotions, and whatever else a project marks, stand above it. */
export function markLanes(names: readonly string[]): MarkLane[] {
  const lanes = { above: 0, below: 0 };
  return names.map((name) => {
    const side = /holiday|closed/i.test(name) ? 'below' : 'above';
    return { name, side, lane: lanes[side]++ };
  });
}
