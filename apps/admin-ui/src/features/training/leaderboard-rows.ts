import type { CandidateReport, Metrics, TrainingReport } from '@tandem/data-model/contract';

/** One line of the leaderboard; what only candidates have is null on the ensemble and the baseline. */
export interface LeaderboardRow {
  readonly id: string;
  readonly role: 'candidate' | 'ensemble' | 'baseline';
  /** Place by test SQL, 1 first; null where there is no score. */
  readonly rank: number | null;
  readonly title: string;
  readonly source: string;
  readonly metrics: Metrics;
  readonly candidate: CandidateReport | null;
}

/**
 * Ensemble, candidates and baseline as one table, best test SQL first. Where the baseline is a candidate too,
 * its line stands once, as the candidate, marked as the baseline.
 */
export function leaderboardRows(report: TrainingReport): LeaderboardRow[] {
  const { baseline, ensemble, candidates } = report;
  const rows: Omit<LeaderboardRow, 'rank'>[] = candidates.map((candidate) => ({
    id: candidate.name,
    role: candidate.name === baseline.name ? 'baseline' : 'candidate',
    title: candidate.title,
    source: candidate.source,
    metrics: candidate.test,
    candidate,
  }));
  const mark = (id: 'ensemble' | 'baseline', metrics: Metrics) =>
    ({ id, role: id, title: '', source: '', metrics, candidate: null }) as const;
  rows.push(mark('ensemble', ensemble.test));
  if (!rows.some(({ role }) => role === 'baseline')) rows.push(mark('baseline', baseline.test));
  const error = ({ metrics }: { readonly metrics: Metrics }) => metrics.SQL ?? Number.POSITIVE_INFINITY;
  return rows
    .sort((a, b) => error(a) - error(b))
    .map((row, i) => ({ ...row, rank: row.metrics.SQL === null ? null : i + 1 }));
}
