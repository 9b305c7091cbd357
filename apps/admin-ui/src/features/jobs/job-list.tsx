import type { Job } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../api/pace.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import type { JobsAsked } from './job-filter.tsx';
import { nameOfJob, riderOf } from './job-kind.ts';
import css from './jobs.module.css';

/** Jobs of every kind, newest first; a running one shows how far it is. */
export function JobList({
  projectId,
  jobs,
  search,
}: {
  readonly projectId: string;
  readonly jobs: readonly Job[];
  readonly search: JobsAsked & { readonly page?: number; readonly job?: string };
}) {
  const { t } = useTranslation();
  const { number, duration } = useFormat();
  const columns = useMemo(
    (): GridColumn<Job>[] => [
      {
        id: 'kind',
        title: t('jobs.kindOf'),
        cell: ({ id, kind }) => (
          <Link
            to="/projects/$projectId/jobs"
            params={{ projectId }}
            search={{ ...search, job: id }}
            resetScroll={false}
          >
            {t(`jobs.kind.${kind}`)}
          </Link>
        ),
      },
      { id: 'name', title: t('jobs.name'), cell: (job) => <span className={css.name}>{nameOfJob(t, job)}</span> },
      {
        id: 'state',
        title: t('jobs.state'),
        cell: (job) =>
          isLive(job) ? (
            <div className={css.progress}>
              <ProgressLine progress={job.progress} of={riderOf(job.kind)} queued={job.state === 'queued'} />
            </div>
          ) : (
            <StateMark state={job.state} />
          ),
      },
      {
        id: 'attempts',
        title: t('jobs.attempts'),
        align: 'right',
        cell: ({ attempts }) => attempts > 0 && number(attempts),
      },
      {
        id: 'took',
        title: t('jobs.took'),
        align: 'right',
        cell: ({ startedAt, endedAt }) =>
          startedAt && endedAt && duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
      },
      {
        id: 'created',
        title: t('jobs.created'),
        align: 'right',
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
    ],
    [t, number, duration, projectId, search],
  );
  return <DataGrid label={t('place.jobs')} columns={columns} rows={jobs} idOf={({ id }) => id} chosen={search.job} />;
}
