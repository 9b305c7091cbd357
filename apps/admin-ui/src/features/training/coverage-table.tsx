import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CoveragePoint } from '../../charts/coverage.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';

/** The coverage chart's twin. */
export function CoverageTable({ points }: { readonly points: readonly CoveragePoint[] }) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  const columns = useMemo(
    (): GridColumn<CoveragePoint>[] => [
      { id: 'quantile', title: t('run.quantile'), cell: ({ quantile }) => quantile },
      { id: 'nominal', title: t('run.nominal'), align: 'right', cell: ({ nominal }) => percent(nominal, 1) },
      { id: 'observed', title: t('run.observed'), align: 'right', cell: ({ observed }) => percent(observed, 1) },
    ],
    [t, percent],
  );
  return <DataGrid label={t('run.coverage')} columns={columns} rows={points} idOf={({ quantile }) => quantile} />;
}
