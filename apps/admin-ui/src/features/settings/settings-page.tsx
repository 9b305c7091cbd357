import type { Project } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IfMay } from '../../api/if-may.tsx';
import { projectQuery } from '../../api/projects.ts';
import { Answer } from '../../ui/answer.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { Blueprints } from './blueprints.tsx';
import { DeleteProject } from './delete-project.tsx';
import { DriftSection } from './drift-section.tsx';
import { NameForm } from './name-form.tsx';
import { ProvisioningSteps } from './provisioning-steps.tsx';

/** What a project is, what it is made of, how it differs from its profile, and the way to delete it. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const query = useQuery(projectQuery(projectId));
  return (
    <Page
      title={t('place.settings')}
      what={t('settings.what')}
      well={query.data && <StateMark state={query.data.state} />}
      of="both"
    >
      <Answer query={query}>
        {(project) => (
          <>
            {project.error && <ProblemNotice error={project.error} />}
            <Section title={t('settings.project')}>
              <About project={project} />
              <IfMay projectId={projectId} right="manage">
                <NameForm key={`${project.name} ${project.description}`} project={project} />
              </IfMay>
            </Section>
            <DriftSection project={project} />
            <Section title={t('settings.blueprints')} help={t('settings.blueprintsHelp')}>
              <Blueprints project={project} />
            </Section>
            <Section title={t('settings.steps')} help={t('settings.stepsHelp')}>
              <ProvisioningSteps project={project} />
            </Section>
            <IfMay projectId={projectId} right="manage">
              <DeleteProject project={project} />
            </IfMay>
          </>
        )}
      </Answer>
    </Page>
  );
}

function About({ project: { name, description, catalogName, createdAt, id } }: { readonly project: Project }) {
  const { t } = useTranslation();
  return (
    <Facts
      list={[
        [t('settings.name'), name],
        [t('settings.description'), description],
        [t('settings.catalog'), <code key="catalog">{catalogName}</code>],
        [t('settings.created'), <When key="created" at={createdAt} />],
        [t('settings.id'), <code key="id">{id}</code>],
      ]}
    />
  );
}
