import type { Difference, Drift, Project } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/may.ts';
import { driftQuery } from '../../api/projects.ts';
import { useActOn } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

/** In what a project is not as the newest version of its profile, and the way to bring it up to that. */
export function DriftSection({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const query = useQuery(driftQuery(project.id));
  return (
    <Section title={t('settings.profile')} help={t('settings.profileHelp')}>
      <Answer query={query}>{(drift) => <Shown project={project} drift={drift} />}</Answer>
    </Section>
  );
}

function Shown({ project, drift }: { readonly project: Project; readonly drift: Drift }) {
  const { t } = useTranslation();
  const isTheirs = useMay(project.id)('manage');
  const update = useActOn([keys.project(project.id), keys.projects, keys.domain(project.domainId)], () =>
    client.updateToProfile({ params: { projectId: project.id } }),
  );
  const { profileName, projectVersion, profileVersion, differences } = drift;
  if (differences.length === 0 && projectVersion === profileVersion) {
    return (
      <p>
        <StateMark state="current" /> {t('settings.asProfile', { profile: profileName, version: profileVersion })}
      </p>
    );
  }
  return (
    <>
      <p>
        <StateMark state="drifted" />{' '}
        {t('settings.drifted', { profile: profileName, mine: projectVersion, newest: profileVersion })}
      </p>
      {differences.length > 0 && <Differences differences={differences} />}
      {update.error && <ProblemNotice error={update.error} />}
      {isTheirs && (
        <div>
          <ActButton
            busy={update.isPending || project.state === 'provisioning'}
            busyLabel={t('settings.updating')}
            disabled={project.state !== 'active'}
            onClick={() => update.mutate(undefined)}
          >
            {t('settings.update', { version: profileVersion })}
          </ActButton>
        </div>
      )}
    </>
  );
}

function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  const { t } = useTranslation();
  const columns = useMemo((): GridColumn<Difference>[] => {
    const value = (it: Difference['project']) => (it === null ? t('settings.nothing') : <code>{String(it)}</code>);
    return [
      { id: 'blueprint', title: t('settings.blueprint'), cell: ({ blueprint }) => blueprint },
      {
        id: 'parameter',
        title: t('settings.parameter'),
        cell: ({ parameter }) => (parameter === null ? t('settings.whole') : <code>{parameter}</code>),
      },
      { id: 'project', title: t('settings.inProject'), cell: (it) => value(it.project) },
      { id: 'profile', title: t('settings.inProfile'), cell: (it) => value(it.profile) },
    ];
  }, [t]);
  return (
    <DataGrid
      label={t('settings.differences')}
      columns={columns}
      rows={differences}
      idOf={({ blueprint, parameter }) => `${blueprint} ${parameter}`}
    />
  );
}
