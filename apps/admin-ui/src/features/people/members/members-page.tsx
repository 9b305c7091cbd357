import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/may.ts';
import { membersQuery } from '../../../api/people.ts';
import { projectsQuery } from '../../../api/projects.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { AddMember } from './add-member.tsx';
import { MemberList } from './member-list.tsx';
import { ServiceTokens } from './service-tokens.tsx';

/** Who works in a project, and as what; for its owners, the way to change that, and the tokens of its services. */
export function MembersPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const query = useQuery(membersQuery(projectId));
  const { data: project } = useQuery({
    ...projectsQuery(),
    select: (list) => list.find(({ id }) => id === projectId),
  });
  const isTheirs = useMay(projectId)('manage');
  return (
    <Page
      title={t('place.members')}
      what={t('members.what')}
      well={query.data && t('members.well', { count: query.data.length })}
      of="both"
    >
      {isTheirs && project && (
        <Section title={t('members.add')} help={t('members.addHelp')}>
          <AddMember project={project} members={query.data ?? []} />
        </Section>
      )}
      <Section title={t('place.members')}>
        <Answer query={query}>
          {(members) => <MemberList projectId={projectId} members={members} isTheirs={isTheirs} />}
        </Answer>
      </Section>
      {isTheirs && <ServiceTokens projectId={projectId} />}
    </Page>
  );
}
