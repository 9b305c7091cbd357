import { arima } from './arima.ts';
import type { CandidateCard, Effort, ItemCandidate } from './candidate.ts';
import { ces } from './ces.ts';
import { croston } from './croston.ts';
import { directTrees } from './direct-trees.ts';
import { drift } from './drift.ts';
import { ets } from './ets.ts';
import { globalTrees, type TreesCandidate } from './global-trees.ts';
import { mstl } from './mstl.ts';
import { npts } from './npts.ts';
import { pooledRegression } from './pooled-regression.ts';
import { prophet } from './prophet.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { theta } from './theta.ts';

/** Families that fit each item on its own, the quickest first: that is the order in which a time limit keeps them. */
export const itemCandidates: readonly ItemCandidate[] = [
  seasonalNaive,
  drift,
  croston,
  npts,
  theta,
  ces,
  mstl,
  ets,
  prophet,
  arima,
];

/** Families of trees over all items. */
export const treesCandidates: readonly TreesCandidate[] = [globalTrees, directTrees];

const ranks: Readonly<Record<Effort, number>> = { fast: 0, balanced: 1, best: 2 };

/** Whether a preset has time for a family. */
export const isTried = ({ preset }: CandidateCard, effort: Effort) => ranks[preset] <= ranks[effort];

/** Every family, in the order in which ties are broken. */
export const candidateCards: readonly CandidateCard[] = [
  seasonalNaive,
  pooledRegression,
  drift,
  croston,
  npts,
  theta,
  ets,
  mstl,
  ces,
  prophet,
  arima,
  globalTrees,
  directTrees,
];

export const baselineName = seasonalNaive.name;
