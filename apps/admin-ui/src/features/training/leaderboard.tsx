import type { TrainingReport } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DotCell, dotDomain } from '../../charts/dot-cell.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { CandidateName } from './candidate-name.tsx';
import { CovariateMarks } from './covariate-marks.tsx';
import css from './leaderboard.module.css';
import { type LeaderboardRow, leaderboardRows } from './leaderboard-rows.ts';

const metrics = [
  { name: 'MASE', digits: 3 },
  { name: 'WQL', digits: 3 },
  { name: 'WAPE', digits: 3 },
  { name: 'sMAPE', digits: 1 },
  { name: 'RMSE', digits: 0 },
] as const;

/** From here on an error is written short, as 1.2M, so that the columns after it keep their room. */
const wide = 100_000;

/** Candidates, ensemble and baseline by their error on the test window. */
export function Leaderboard({ report }: { readonly report: TrainingReport }) {
  const { t } = useTranslation();
  const { fixed, number, compact, percent, duration } = useFormat();
  const rows = useMemo(() => leaderboardRows(report), [report]);
  const columns = useMemo((): GridColumn<LeaderboardRow>[] => {
    const domain = dotDomain(rows.map((row) => row.metrics.SQL));
    const seconds = (name: 'fitSeconds' | 'predictSeconds', title: string): GridColumn<LeaderboardRow> => ({
      id: name,
      title,
      align: 'right',
      sort: ({ candidate }) => candidate?.[name],
      cell: ({ candidate }) => candidate && duration(candidate[name]),
    });
    return [
      {
        id: 'rank',
        title: t('run.rank'),
        align: 'right',
        sort: (it) => it.rank ?? undefined,
        cell: (it) => it.rank && number(it.rank),
      },
      { id: 'candidate', title: t('run.candidate'), cell: (row) => <CandidateName row={row} /> },
      {
        id: 'SQL',
        title: t('run.error'),
        help: t('metric.SQL'),
        sort: (it) => it.metrics.SQL ?? undefined,
        cell: ({ metrics: { SQL }, role }) =>
          SQL !== null && (
            <span className={css.error}>
              {fixed(SQL, 3)}
              <DotCell value={SQL} domain={domain} baseline={report.baseline.test.SQL} filled={role === 'ensemble'} />
            </span>
          ),
      },
      ...metrics.map(
        ({ name, digits }): GridColumn<LeaderboardRow> => ({
          id: name,
          title: name,
          help: t(`metric.${name}`),
          align: 'right',
          sort: (it) => it.metrics[name] ?? undefined,
          cell: ({ metrics: { [name]: value } }) =>
            value !== null && (
              <span title={fixed(value, digits)}>{value < wide ? fixed(value, digits) : compact(value)}</span>
            ),
        }),
      ),
      {
        id: 'weight',
        title: t('run.weight'),
        align: 'right',
        sort: ({ candidate }) => candidate?.weight,
        cell: ({ candidate }) => candidate && (candidate.weight > 0 ? percent(candidate.weight, 1) : '–'),
      },
      {
        id: 'uses',
        title: t('run.uses'),
        help: t('run.usesHelp'),
        cell: ({ candidate }) => candidate && <CovariateMarks uses={candidate.uses} />,
      },
      seconds('fitSeconds', t('run.fit')),
      seconds('predictSeconds', t('run.predict')),
    ];
  }, [t, fixed, number, compact, percent, duration, rows, report]);
  return (
    <DataGrid
      label={t('run.leaderboard')}
      columns={columns}
      rows={rows}
      idOf={({ id }) => id}
      dense
      toneOf={({ role }) => (role === 'ensemble' ? 'model' : undefined)}
    />
  );
}
