import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { jobsPage, jobsQuery } from '../../api/jobs.ts';
import { isLive } from '../../api/pace.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import { JobDetail } from './job-detail.tsx';
import { JobFilter } from './job-filter.tsx';
import { JobList } from './job-list.tsx';

/** Everything that workers do for a project, of whatever kind, and one of them beside. */
export function JobsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const search = useSearch({ from: '/signed-in/projects/$projectId/jobs' });
  const { job: open, page = 1, ...filter } = search;
  const query = useQuery(jobsQuery(projectId, { ...filter, page }));
  const running = query.data?.jobs.filter(isLive).length ?? 0;
  const go = (next: typeof search) =>
    void navigate({ to: '/projects/$projectId/jobs', params: { projectId }, search: next, resetScroll: false });
  return (
    <Page
      title={t('place.jobs')}
      what={t('jobs.what')}
      well={query.data && (running === 0 ? t('bar.idle') : t('bar.running', { count: running }))}
      of="both"
    >
      <Beside
        list={
          <>
            <JobFilter chosen={filter} onChoose={go} />
            <Answer query={query}>
              {({ jobs, total }) =>
                jobs.length === 0 ? (
                  <EmptyPlace
                    of="both"
                    title={t(Object.keys(filter).length > 0 ? 'jobs.noMatch' : 'jobs.none')}
                    next={t('jobs.noneNext')}
                  />
                ) : (
                  <>
                    <JobList projectId={projectId} jobs={jobs} search={search} />
                    <Pager
                      page={page}
                      size={jobsPage}
                      total={total}
                      onTurn={(to) => go({ ...filter, ...(to > 1 ? { page: to } : {}) })}
                    />
                  </>
                )
              }
            </Answer>
          </>
        }
        detail={
          open && (
            <JobDetail
              key={open}
              projectId={projectId}
              jobId={open}
              onClose={() => go({ ...filter, ...(page > 1 ? { page } : {}) })}
            />
          )
        }
      />
    </Page>
  );
}
