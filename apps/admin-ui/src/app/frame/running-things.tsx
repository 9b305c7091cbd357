import { Popover, UnstyledButton } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { loadsQuery } from '../../api/files.ts';
import { batchForecastsQuery } from '../../api/forecasts.ts';
import { isLive } from '../../api/pace.ts';
import { trainingRunsQuery } from '../../api/training.ts';
import { ProgressLine } from '../../ui/progress-line.tsx';
import css from './running-things.module.css';

/** The one live indicator: how many jobs run in this project, and, opened, how far each is. */
export function RunningThings({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { data: loads = [] } = useInfiniteQuery(loadsQuery(projectId));
  const { data: runs = [] } = useQuery(trainingRunsQuery(projectId));
  const { data: batches = [] } = useQuery(batchForecastsQuery(projectId));
  const things = [
    ...loads.filter(isLive).map((job) => ({ job, of: 'data', title: t('step.load') }) as const),
    ...runs.filter(isLive).map((job) => ({ job, of: 'model', title: `${t('step.training')}: ${job.name}` }) as const),
    ...batches.filter(isLive).map((job) => ({ job, of: 'model', title: t('step.batch-forecast') }) as const),
  ];
  const said = things.length === 0 ? t('bar.idle') : t('bar.running', { count: things.length });

  return (
    <Popover width={340} position="bottom-end" hideDetached={false}>
      <Popover.Target>
        <UnstyledButton
          className={css.indicator}
          data-live={things.length > 0 || undefined}
          title={said}
          aria-label={said}
        >
          <IconActivity size={17} aria-hidden />
          {things.length > 0 && <span>{things.length}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {things.length === 0 && <p className={css.idle}>{said}</p>}
        <ul className={css.list}>
          {things.map(({ job, of, title }) => (
            <li key={job.id}>
              <JobLink projectId={projectId} id={job.id} title={title} />
              <ProgressLine progress={job.progress} of={of} queued={job.state === 'queued'} />
            </li>
          ))}
        </ul>
        <Link className={css.all} to="/projects/$projectId/jobs" params={{ projectId }}>
          {t('bar.allJobs')}
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}

function JobLink({
  projectId,
  id,
  title,
}: {
  readonly projectId: string;
  readonly id: string;
  readonly title: string;
}) {
  if (id.startsWith('lod_')) {
    return (
      <Link to="/projects/$projectId/files" params={{ projectId }} search={{ load: id }}>
        {title}
      </Link>
    );
  }
  if (id.startsWith('run_')) {
    return (
      <Link to="/projects/$projectId/training/$runId" params={{ projectId, runId: id }}>
        {title}
      </Link>
    );
  }
  return (
    <Link to="/projects/$projectId/forecasts" params={{ projectId }}>
      {title}
    </Link>
  );
}
