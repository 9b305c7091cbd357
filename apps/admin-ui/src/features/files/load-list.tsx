import type { LoadSummary } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../api/pace.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './load-list.module.css';

/** The loads, newest first, with their counts; a running one shows how far it is. */
export function LoadList({
  projectId,
  loads,
  open,
}: {
  readonly projectId: string;
  readonly loads: readonly LoadSummary[];
  readonly open: string | undefined;
}) {
  const { t } = useTranslation();
  const { number, duration } = useFormat();
  const columns = useMemo((): GridColumn<LoadSummary>[] => {
    const count = (name: 'read' | 'loaded' | 'unchanged' | 'rejected'): GridColumn<LoadSummary> => ({
      id: name,
      title: t(`files.${name}`),
      align: 'right',
      sort: ({ counts }) => counts?.[name],
      cell: ({ counts }) => counts && number(counts[name]),
    });
    return [
      {
        id: 'started',
        title: t('files.started'),
        cell: ({ id, kind, createdAt }) => (
          <>
            <Link to="/projects/$projectId/files" params={{ projectId }} search={{ load: id }} resetScroll={false}>
              <When at={createdAt} />
            </Link>
            {kind !== 'load' && ` ${t(`load.kind.${kind}`)}`}
          </>
        ),
      },
      {
        id: 'state',
        title: t('files.state'),
        cell: (load) =>
          isLive(load) ? (
            <div className={css.progress}>
              <ProgressLine progress={load.progress} of="data" queued={load.state === 'queued'} />
            </div>
          ) : (
            <StateMark state={load.state} />
          ),
      },
      count('read'),
      count('loaded'),
      count('unchanged'),
      count('rejected'),
      {
        id: 'took',
        title: t('files.took'),
        align: 'right',
        sort: ({ seconds }) => seconds ?? undefined,
        cell: ({ seconds }) => seconds !== null && duration(seconds),
      },
    ];
  }, [t, number, duration, projectId]);

  if (loads.length === 0) return <EmptyPlace of="data" title={t('files.noLoads')} next={t('files.noLoadsNext')} />;
  return <DataGrid label={t('files.loads')} columns={columns} rows={loads} idOf={({ id }) => id} chosen={open} />;
}
