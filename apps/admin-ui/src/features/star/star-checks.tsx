import type { StarCheck } from '@tandem/data-model';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';

/** The claims that a star makes beyond what follows from its types, keys and references. */
export function StarChecks({ checks }: { readonly checks: readonly StarCheck[] }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<StarCheck>[] => [
      { id: 'kind', title: t('star.check'), cell: ({ kind }) => t(`load.check.${kind}`) },
      { id: 'on', title: t('star.checkOf'), cell: (check) => <code>{subjectOf(check)}</code> },
      { id: 'claim', title: t('star.claim'), cell: (check) => claimOf(check, t) },
      { id: 'severity', title: t('star.severity'), cell: ({ severity }) => t(`load.severity.${severity}`) },
    ],
    [t],
  );
  if (checks.length === 0) return <p>{t('star.noChecks')}</p>;
  return <DataGrid label={t('star.checks')} columns={columns} rows={checks} idOf={(it) => JSON.stringify(it)} />;
}

function subjectOf(check: StarCheck): string {
  if (check.kind === 'row_count_drift') return check.source;
  return check.kind === 'range' ? `${check.table}.${check.column}` : check.table;
}

function claimOf(check: StarCheck, t: TFunction): string {
  switch (check.kind) {
    case 'freshness':
      return t('star.claims.freshness', { days: check.maxAgeDays });
    case 'row_count_drift':
      return t('star.claims.drift', { factor: check.factor, loads: check.leastLoads });
    case 'range':
      return t('star.claims.range', { min: check.min ?? '−∞', max: check.max ?? '∞' });
    default:
      return t('star.claims.gaps');
  }
}
