import type { Job } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { IfMay } from '../../api/if-may.tsx';
import { jobQuery, useJobEvents } from '../../api/jobs.ts';
import { isLive } from '../../api/pace.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Detail } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { LogLines } from '../../ui/log-lines.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { SkeletonLines } from '../../ui/skeleton-lines.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { nameOfJob, riderOf } from './job-kind.ts';
import { JobThing } from './job-thing.tsx';

/** One job: how far it is, its log as it comes, what it is for, and the way to stop it. */
export function JobDetail({
  projectId,
  jobId,
  onClose,
}: {
  readonly projectId: string;
  readonly jobId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const query = useQuery(jobQuery(projectId, jobId));
  const { event, lost } = useJobEvents(projectId, jobId);
  const job = event ?? query.data;
  return (
    <Detail title={job ? `${t(`jobs.kind.${job.kind}`)}: ${nameOfJob(t, job)}` : t('place.jobs')} onClose={onClose}>
      <Answer query={query}>
        {(asked) => (
          <>
            <JobState projectId={projectId} job={event ?? asked} />
            {lost !== null && isLive(asked) && (
              <ProblemNotice error={lost}>
                <span>{t('jobs.streamLost')}</span>
              </ProblemNotice>
            )}
            <h3>{t('jobs.log')}</h3>
            {event === null && lost === null && <SkeletonLines lines={3} />}
            {event &&
              (event.log.length > 0 ? (
                <LogLines label={t('jobs.log')} lines={event.log} />
              ) : (
                <p>{t(isLive(event) ? 'jobs.noLogYet' : 'jobs.noLog')}</p>
              ))}
          </>
        )}
      </Answer>
    </Detail>
  );
}

function JobState({ projectId, job }: { readonly projectId: string; readonly job: Job }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const cancel = useAct(projectId, () => client.cancelJob({ params: { projectId, jobId: job.id } }));
  return (
    <>
      {isLive(job) && <ProgressLine progress={job.progress} of={riderOf(job.kind)} queued={job.state === 'queued'} />}
      {job.error && job.state !== 'cancelled' && <ProblemNotice error={job.error} />}
      <Facts
        list={[
          [t('jobs.state'), <StateMark key="state" state={job.state} />],
          [t('jobs.thing'), <JobThing key="thing" job={job} />],
          [t('jobs.attempts'), job.attempts > 0 && number(job.attempts)],
          [t('jobs.created'), <When key="created" at={job.createdAt} />],
          [t('jobs.started'), job.startedAt && <When key="started" at={job.startedAt} />],
          [t('jobs.ended'), job.endedAt && <When key="ended" at={job.endedAt} />],
          [t('jobs.id'), <code key="id">{job.id}</code>],
        ]}
      />
      {cancel.error && <ProblemNotice error={cancel.error} />}
      {isLive(job) && (
        <IfMay projectId={projectId}>
          <div>
            <ActButton
              variant="default"
              busy={cancel.isPending}
              busyLabel={t('jobs.cancelling')}
              onClick={() => cancel.mutate(undefined)}
            >
              {t('jobs.cancel')}
            </ActButton>
          </div>
        </IfMay>
      )}
    </>
  );
}
