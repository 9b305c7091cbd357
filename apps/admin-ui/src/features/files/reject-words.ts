import { type RejectReason, rejectReasons } from '@tandem/data-model';
import type { LoadReport, Reject } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';

/** Reasons and mends in the language of the page; what the portal does not know it shows as it came. */
export function useRejectWords() {
  const { t } = useTranslation();
  return {
    reasonOf: (reason: string) => (isKnown(reason) ? t(`rejectReason.${reason}`) : reason),
    // A mend that says more than the reason's own, such as which line came first, stays as it is.
    mendOf: ({ reason, mend }: Reject) =>
      isKnown(reason) && mend === rejectReasons[reason] ? t(`rejectMend.${reason}`) : mend,
  };
}

const isKnown = (reason: string): reason is RejectReason => Object.hasOwn(rejectReasons, reason);

/** How many rows were refused for each reason, whatever file they stood in; the most frequent first. */
export function countsByReason(rejects: LoadReport['rejects']): { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
