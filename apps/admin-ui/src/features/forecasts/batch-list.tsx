import { IconDownload } from '@tabler/icons-react';
import type { BatchForecast, Model } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { batchCsvUrl } from '../../api/forecasts.ts';
import { isLive } from '../../api/pace.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './batch-list.module.css';

/** The batch forecasts with their model, size and state; a finished one opens, and can be had as CSV. */
export function BatchList({
  projectId,
  batches,
  models,
}: {
  readonly projectId: string;
  readonly batches: readonly BatchForecast[];
  readonly models: readonly Model[];
}) {
  const { t } = useTranslation();
  const { number, shortDay } = useFormat();
  const columns = useMemo((): GridColumn<BatchForecast>[] => {
    const modelOf = ({ modelId }: BatchForecast) => {
      const model = models.find(({ id }) => id === modelId);
      return model ? t('forecasts.version', { name: model.name, version: model.version }) : modelId.slice(0, 12);
    };
    return [
      {
        id: 'model',
        title: t('forecasts.model'),
        cell: (batch) =>
          batch.state === 'succeeded' ? (
            <Link to="/projects/$projectId/forecasts/$batchId" params={{ projectId, batchId: batch.id }}>
              {modelOf(batch)}
            </Link>
          ) : (
            modelOf(batch)
          ),
      },
      {
        id: 'state',
        title: t('forecasts.state'),
        cell: (batch) =>
          isLive(batch) ? (
            <div className={css.progress}>
              <ProgressLine progress={batch.progress} of="model" queued={batch.state === 'queued'} />
            </div>
          ) : (
            <>
              <StateMark state={batch.state} />
              {batch.error && <ProblemNotice error={batch.error} />}
            </>
          ),
      },
      {
        id: 'cutoff',
        title: t('forecasts.cutoff'),
        cell: ({ cutoff }) => cutoff && shortDay(cutoff),
      },
      { id: 'horizon', title: t('forecasts.horizon'), align: 'right', cell: ({ horizon }) => number(horizon) },
      {
        id: 'items',
        title: t('forecasts.stores'),
        align: 'right',
        cell: ({ items }) => items !== null && number(items),
      },
      { id: 'rows', title: t('forecasts.rows'), align: 'right', cell: ({ rows }) => rows !== null && number(rows) },
      {
        id: 'started',
        title: t('forecasts.started'),
        align: 'right',
        sort: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
      {
        id: 'csv',
        title: t('forecasts.file'),
        align: 'right',
        cell: ({ id, state }) =>
          state === 'succeeded' && (
            <a
              className={css.csv}
              href={batchCsvUrl(projectId, id)}
              download={`${id}.csv`}
              title={t('forecasts.download')}
            >
              <IconDownload size={14} aria-hidden />
              CSV
            </a>
          ),
      },
    ];
  }, [t, number, shortDay, projectId, models]);
  return <DataGrid label={t('forecasts.list')} columns={columns} rows={batches} idOf={({ id }) => id} />;
}
