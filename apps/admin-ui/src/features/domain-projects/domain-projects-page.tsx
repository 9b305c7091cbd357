import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayOnDomain } from '../../api/may.ts';
import { domainsQuery, projectsQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import { teardownsQuery } from '../../api/teardowns.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { CreateProject } from './create-project.tsx';
import { DeletionList } from './deletion-list.tsx';
import { ProjectList } from './project-list.tsx';
import { TeardownDetail } from './teardown-detail.tsx';

/** The projects of a domain, which of them differ from their profiles, and those that were deleted. */
export function DomainProjectsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { domainId } = useParams({ from: '/signed-in/outside/domains/$domainId/projects' });
  const { teardown, project } = useSearch({ from: '/signed-in/outside/domains/$domainId/projects' });
  const projects = useQuery(projectsQuery());
  const query = useQuery(teardownsQuery());
  const { data: me } = useQuery(meQuery());
  const { data: domains = [] } = useQuery(domainsQuery());
  const deleted = (query.data ?? []).filter((it) => it.domainId === domainId);
  const open = teardown ?? deleted.find(({ projectId }) => projectId === project)?.id;
  const ofDomain = (list: typeof projects.data & object) => list.filter((it) => it.domainId === domainId);
  return (
    <Page
      title={t('place.projects')}
      what={t('domainProjects.what', { domain: domains.find(({ id }) => id === domainId)?.name ?? '' })}
      well={projects.data && t('domainProjects.well', { count: ofDomain(projects.data).length })}
      of="both"
    >
      <Beside
        wide="half"
        list={
          <>
            <Section title={t('place.projects')}>
              <Answer query={projects}>
                {(list) => <ProjectList domainId={domainId} projects={ofDomain(list)} />}
              </Answer>
            </Section>
            {me && mayOnDomain(me, 'manage', domainId) && <CreateProject domainId={domainId} />}
            <Section title={t('domainProjects.deleted')} help={t('domainProjects.deletedHelp')}>
              <Answer query={query}>
                {() =>
                  deleted.length === 0 ? (
                    <EmptyPlace of="both" title={t('domainProjects.none')} next={t('domainProjects.noneNext')} />
                  ) : (
                    <DeletionList domainId={domainId} teardowns={deleted} open={open} />
                  )
                }
              </Answer>
            </Section>
          </>
        }
        detail={
          open && (
            <TeardownDetail
              key={open}
              teardownId={open}
              onClose={() => void navigate({ to: '/domains/$domainId/projects', params: { domainId } })}
            />
          )
        }
      />
    </Page>
  );
}
