import type { CandidateReport, Metrics, TrainingReport } from '@tandem/data-model/contract';

/** One line of the leaderboard; what only candidates have is null on the ensemble and the baseline. */
export interface LeaderboardRow {
  readonly id: string;
  readonly role: 'candidate' | 'ensemble' | 'baseline';
  /** Place by test SQL, 1 first; null where there is no score, or one of less than half of the items. */
  readonly rank: number | null;
  readonly title: string;
  readonly source: string;
  readonly metrics: Metrics;
  readonly candidate: CandidateReport | null;
  /** Of a candidate that forecasts less than half of the items: how many it was scored on, and of how many. */
  readonly partly: { readonly scored: number; readonly all: number } | null;
}

/**
 * Ensemble, candidates and baseline as one table, best test SQL first, and what forecasts few items last. Where the baseline is a candidate too,
 * its line stands once, as the candidate, marked as the baseline.
 */
export function leaderboardRows(report: TrainingReport): LeaderboardRow[] {
  const { baseline, ensemble, candidates } = report;
  const all = Math.max(...candidates.map(({ scoredItems }) => scoredItems ?? 0), 0);
  const rows: Omit<LeaderboardRow, 'rank'>[] = candidates.map((candidate) => ({
    id: candidate.name,
    role: candidate.name === baseline.name ? 'baseline' : 'candidate',
    title: candidate.title,
    source: candidate.source,
    metrics: candidate.test,
    candidate,
    partly: partlyOf(candidate, all),
  }));
  const mark = (id: 'ensemble' | 'baseline', metrics: Metrics) =>
    ({ id, role: id, title: '', source: '', metrics, candidate: null, partly: null }) as const;
  rows.push(mark('ensemble', ensemble.test));
  if (!rows.some(({ role }) => role === 'baseline')) rows.push(mark('baseline', baseline.test));
  const error = ({ metrics }: { readonly metrics: Metrics }) => metrics.SQL ?? Number.POSITIVE_INFINITY;
  return rows
    .sort((a, b) => Number(a.partly !== null) - Number(b.partly !== null) || error(a) - error(b))
    .map((row, i) => ({ ...row, rank: row.metrics.SQL === null || row.partly ? null : i + 1 }));
}

/** Scores of few items are not beside those of all. */
const partlyOf = ({ scoredItems }: CandidateReport, all: number) =>
  scoredItems !== undefined && 2 * scoredItems < all ? { scored: scoredItems, all } : null;
