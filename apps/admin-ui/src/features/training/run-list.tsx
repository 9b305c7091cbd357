import type { TrainingRun } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../api/pace.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './run-list.module.css';

/** The runs, newest first, with what each was asked for and how well it did. */
export function RunList({ projectId, runs }: { readonly projectId: string; readonly runs: readonly TrainingRun[] }) {
  const { t } = useTranslation();
  const { fixed, percent, duration, number } = useFormat();
  const columns = useMemo(
    (): GridColumn<TrainingRun>[] => [
      {
        id: 'run',
        title: t('training.run'),
        sort: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link to="/projects/$projectId/training/$runId" params={{ projectId, runId: id }}>
            {name}
          </Link>
        ),
      },
      {
        id: 'state',
        title: t('training.state'),
        cell: (run) =>
          isLive(run) ? (
            <div className={css.progress}>
              <ProgressLine progress={run.progress} of="model" queued={run.state === 'queued'} />
            </div>
          ) : (
            <StateMark state={run.state} />
          ),
      },
      { id: 'preset', title: t('training.preset'), sort: ({ job }) => job.preset, cell: ({ job }) => job.preset },
      {
        id: 'horizon',
        title: t('training.horizon'),
        align: 'right',
        sort: ({ job }) => job.forecastHorizon,
        cell: ({ job }) => number(job.forecastHorizon),
      },
      {
        id: 'sql',
        title: t('training.sql'),
        help: t('metric.SQL'),
        align: 'right',
        sort: ({ report }) => report?.ensemble.test.SQL ?? undefined,
        cell: ({ report }) => report?.ensemble.test.SQL != null && fixed(report.ensemble.test.SQL, 3),
      },
      {
        id: 'improvement',
        title: t('training.vsNaive'),
        align: 'right',
        sort: ({ report }) => report?.baseline.improvement ?? undefined,
        cell: ({ report }) => report?.baseline.improvement != null && percent(report.baseline.improvement),
      },
      {
        id: 'took',
        title: t('training.took'),
        align: 'right',
        sort: ({ report }) => report?.seconds,
        cell: ({ report }) => report && duration(report.seconds),
      },
      {
        id: 'started',
        title: t('training.started'),
        align: 'right',
        sort: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
    ],
    [t, fixed, percent, duration, number, projectId],
  );
  return <DataGrid label={t('training.list')} columns={columns} rows={runs} idOf={({ id }) => id} />;
}
