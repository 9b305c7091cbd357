import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { deadJobsQuery } from '../../api/jobs.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { DeadJobList } from './dead-job-list.tsx';

/** What workers gave up in any project, for administrators: to be tried again, or taken off the list. */
export function DeadJobsPage() {
  const { t } = useTranslation();
  const query = useQuery(deadJobsQuery());
  const requeue = useActOn([keys.deadJobs, ['project']], (jobId: string) =>
    client.requeueDeadJob({ params: { jobId } }),
  );
  const discard = useActOn([keys.deadJobs], (jobId: string) => client.discardDeadJob({ params: { jobId } }));
  return (
    <Page
      title={t('place.dead-jobs')}
      what={t('deadJobs.what')}
      well={query.data && query.data.length > 0 && t('deadJobs.well', { count: query.data.length })}
      of="both"
    >
      {requeue.error && <ProblemNotice error={requeue.error} />}
      {discard.error && <ProblemNotice error={discard.error} />}
      {requeue.data && <p role="status">{t('deadJobs.requeued', { name: requeue.data.name })}</p>}
      <Answer query={query}>
        {(jobs) =>
          jobs.length === 0 ? (
            <EmptyPlace of="both" title={t('deadJobs.none')} next={t('deadJobs.noneNext')} />
          ) : (
            <DeadJobList
              jobs={jobs}
              busy={requeue.isPending || discard.isPending}
              onRequeue={(id) => requeue.mutate(id)}
              onDiscard={(id) => discard.mutate(id)}
            />
          )
        }
      </Answer>
    </Page>
  );
}
