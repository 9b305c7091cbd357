import { type FaultKind, faultKinds, recordsOfKind, type SampleTable } from './fault-kinds.ts';
import { randomStream } from './random-stream.ts';

/** A fault and where it stands. */
export interface PlacedFault {
  readonly fault: FaultKind;
  /** 0, 1, 2 ... among the records of its kind. */
  readonly n: number;
  /** It follows the good record at this share of its part, in (0, 1]. */
  readonly position: number;
  /** 1, 2, 3 ... among the faults of the table: the spare record's day is so many days outside the sample. */
  readonly spareDay: number;
}

/** The faults of a table in file order, by part: a store, or the one part of date_dim. Parts count from 1. */
export type FaultPlan = ReadonlyMap<number, readonly PlacedFault[]>;

/** How often a kind stands in a table. */
export function faultCount(fault: FaultKind): number {
  return fault.last ? 1 : recordsOfKind;
}

/** Spreads every kind over a table; the same for the same seed. */
export function faultPlan(table: SampleTable, seed: number, parts: number): FaultPlan {
  const random = randomStream(seed, 'faults', table);
  const plan = new Map<number, PlacedFault[]>();
  let spareDay = 0;
  for (const fault of faultKinds[table]) {
    for (let n = 0; n < faultCount(fault); n++) {
      const part = fault.last ? parts : 1 + random.below(parts);
      const position = fault.last ? 1 : random.uniform();
      const placed = plan.get(part) ?? [];
      placed.push({ fault, n, position, spareDay: ++spareDay });
      plan.set(part, placed);
    }
  }
  for (const placed of plan.values()) placed.sort((a, b) => a.position - b.position);
  return plan;
}
