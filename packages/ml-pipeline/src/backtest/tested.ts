import type { TrainingFrame } from '@tandem/data-model';
import type { CandidateCard } from '../candidates/candidate.ts';
import type { Points } from '../ensemble/out-of-fold.ts';
import type { SeriesPlan } from '../frame/item-series.ts';
import type { TrainingPlan } from '../plan.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { TreesFit } from '../trees/fit-trees.ts';
import { pointsOf } from './points.ts';

/** What backtests gave, before it is joined to rows. */
export interface Backtested {
  readonly candidates: readonly BacktestedCandidate[];
  /** The pooled regression at each window's cutoff, and on all data. */
  readonly windows: readonly RegressionFit[];
  readonly regression: RegressionFit;
  readonly series: SeriesPlan;
  readonly notes: readonly string[];
}

export interface BacktestedCandidate {
  readonly card: CandidateCard;
  /** For each window: medians of shape (tested items, steps). */
  readonly windows: readonly Float64Array[];
  /** Of the global trees: those that had not seen the test window. */
  readonly heldOut?: TreesFit | undefined;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** What backtests showed: the rows that were scored, and each candidate's medians for them. */
export interface Tested {
  readonly points: Points;
  readonly candidates: readonly TestedCandidate[];
  readonly regression: RegressionFit;
  readonly series: SeriesPlan;
  readonly notes: readonly string[];
}

export interface TestedCandidate {
  readonly card: CandidateCard;
  /** Medians of the points, in their order. */
  readonly medians: Float64Array;
  /** Fitted on all data, shape (items, parameters): empty until the weights are known, and for the pooled families. */
  readonly parameters: Float64Array;
  /** Of the global trees: fitted on all data. */
  readonly trees?: TreesFit;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** Joins what backtests gave to the rows that are scored. */
export function testedOf(frame: TrainingFrame, plan: TrainingPlan, backtested: Backtested): Tested {
  const { candidates, windows, regression, series, notes } = backtested;
  const { points, medians } = pointsOf(
    frame,
    plan,
    windows,
    candidates.map((it) => it.windows),
  );
  return {
    points,
    candidates: candidates.map(({ windows: _, heldOut: __, ...it }, c) => ({
      ...it,
      parameters: new Float64Array(0),
      medians: medians[c]!,
    })),
    regression,
    series,
    notes,
  };
}
