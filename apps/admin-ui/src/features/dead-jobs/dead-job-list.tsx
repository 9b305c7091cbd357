import { Button } from '@mantine/core';
import type { DeadJob } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { projectsQuery } from '../../api/projects.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { ServerWords } from '../../ui/server-words.tsx';
import { useProblemWords } from '../../ui/use-problem-words.ts';
import { When } from '../../ui/when.tsx';
import css from './dead-jobs.module.css';

/** Each job that was given up: of which project, why, and what to do with it. */
export function DeadJobList({
  jobs,
  busy,
  onRequeue,
  onDiscard,
}: {
  readonly jobs: readonly DeadJob[];
  readonly busy: boolean;
  readonly onRequeue: (id: string) => void;
  readonly onDiscard: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data: projects } = useQuery(projectsQuery());
  const columns = useMemo(
    (): GridColumn<DeadJob>[] => [
      {
        id: 'kind',
        title: t('jobs.kindOf'),
        cell: ({ id, projectId, kind }) => (
          <Link to="/projects/$projectId/jobs" params={{ projectId }} search={{ job: id }}>
            {t(`jobs.kind.${kind}`)}
          </Link>
        ),
      },
      {
        id: 'project',
        title: t('deadJobs.project'),
        cell: ({ projectId }) => projects?.find(({ id }) => id === projectId)?.name ?? <code>{projectId}</code>,
      },
      {
        id: 'error',
        title: t('deadJobs.why'),
        cell: ({ error }) => <Why {...error} />,
      },
      { id: 'attempts', title: t('jobs.attempts'), align: 'right', cell: ({ attempts }) => number(attempts) },
      { id: 'died', title: t('deadJobs.died'), align: 'right', cell: ({ diedAt }) => <When at={diedAt} /> },
      {
        id: 'acts',
        title: t('deadJobs.acts'),
        isQuiet: true,
        align: 'right',
        cell: ({ id, kind }) => {
          const named = { kind: t(`jobs.kind.${kind}`), id: id.slice(0, 12) };
          return (
            <span className={css.acts}>
              <Button
                variant="default"
                disabled={busy}
                aria-label={t('deadJobs.requeueNamed', named)}
                onClick={() => onRequeue(id)}
              >
                {t('deadJobs.requeue')}
              </Button>
              <Button
                variant="subtle"
                color="ink"
                disabled={busy}
                aria-label={t('deadJobs.discardNamed', named)}
                onClick={() => onDiscard(id)}
              >
                {t('deadJobs.discard')}
              </Button>
            </span>
          );
        },
      },
    ],
    [t, number, projects, busy, onRequeue, onDiscard],
  );
  return <DataGrid label={t('place.dead-jobs')} columns={columns} rows={jobs} idOf={({ id }) => id} />;
}

function Why(error: DeadJob['error']) {
  const { detail, mend } = useProblemWords().wordsOf(error);
  return (
    <div className={css.why}>
      <p>
        <ServerWords words={detail} />
      </p>
      <small>
        <ServerWords words={mend} />
      </small>
    </div>
  );
}
