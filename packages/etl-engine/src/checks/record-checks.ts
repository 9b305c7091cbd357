import { keepsHistory, type RejectReason, tablesOf } from '@tandem/data-model';
import type { CheckName, CheckResult, LoadReport } from '@tandem/data-model/contract';
import type { StarAfterLoad } from '../star/star-after-load.ts';

/** Which claim about a record each reason for a reject denies; any other reason denies that it is well formed. */
const denied: Partial<Record<RejectReason, CheckName>> = {
  missing_columns: 'not_null',
  empty: 'not_null',
  not_finite: 'finite',
  out_of_range: 'range',
  duplicate: 'unique',
  key_changed: 'unique',
  unknown_reference: 'reference',
  date_not_in_calendar: 'reference',
};
const claims = ['well_formed', 'not_null', 'finite', 'range', 'unique', 'reference'] as const;

/**
 * The checks that follow from the definition of the star, by source, with the records that failed them and were set
 * aside; and the one that lets a load pass with those.
 */
export function recordChecks(
  { counts, files, rejects }: Pick<LoadReport, 'counts' | 'files' | 'rejects'>,
  maxRejectShare: number,
): CheckResult[] {
  const sources = [...new Set(files.map((it) => it.source))];
  const ofRecords = sources.flatMap((source) =>
    claims.map((name): CheckResult => {
      const found = rejects
        .filter((it) => it.source === source && (denied[it.reason as RejectReason] ?? 'well_formed') === name)
        .reduce((sum, it) => sum + it.count, 0);
      const detail = `${found} records of ${source} were set aside.`;
      return { name, on: source, severity: 'warning', passed: found === 0, found, detail };
    }),
  );
  const { read, rejected } = counts;
  const share: CheckResult = {
    name: 'reject_share',
    on: 'load',
    severity: 'critical',
    passed: rejected <= maxRejectShare * read,
    found: rejected,
    detail: `${rejected} of ${read} records were rejected; the load allows a share of ${maxRejectShare}.`,
  };
  return [share, ...ofRecords];
}

/** What the transaction asserted of every table that it changed, or there would have been no transaction. */
export function assertedChecks(after: StarAfterLoad): CheckResult[] {
  const changed = tablesOf(after.star).filter((it) => after.changes.some((change) => change.table === it));
  const asserted = { severity: 'critical', passed: true, found: 0 } as const;
  return changed.flatMap((table): CheckResult[] => {
    const { name, columns } = table;
    const what = keepsHistory(table) ? 'has versions that lie end to end, the last one current' : 'stands on one row';
    return [
      { name: 'unique', on: name, ...asserted, detail: `Every key of ${name} ${what}.` },
      ...columns
        .filter((it) => it.references)
        .map((it) => ({
          ...asserted,
          name: 'reference' as const,
          on: `${name}.${it.name}`,
          detail: `Every ${it.name} of ${name} is in ${it.references}.`,
        })),
    ];
  });
}
