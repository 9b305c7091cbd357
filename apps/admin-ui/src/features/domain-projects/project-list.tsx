import type { Project } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { mayOnDomain } from '../../api/may.ts';
import { domainDriftQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';

/** The projects of a domain; its owners see too which are not as their profiles have them. */
export function ProjectList({
  domainId,
  projects,
}: {
  readonly domainId: string;
  readonly projects: readonly Project[];
}) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery());
  const isTheirs = me !== undefined && mayOnDomain(me, 'manage', domainId);
  const { data: drift } = useQuery({ ...domainDriftQuery(domainId), enabled: isTheirs });
  const columns = useMemo(
    (): GridColumn<Project>[] => [
      {
        id: 'name',
        title: t('settings.name'),
        sort: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link to="/projects/$projectId" params={{ projectId: id }}>
            {name}
          </Link>
        ),
      },
      { id: 'state', title: t('settings.state'), cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'profile',
        title: t('settings.profile'),
        cell: ({ id, profileVersion }) => {
          const found = drift?.find(({ projectId }) => projectId === id);
          return (
            <Link to="/projects/$projectId/settings" params={{ projectId: id }}>
              {found
                ? t('domainProjects.drifts', { mine: profileVersion, newest: found.profileVersion })
                : t('domainProjects.version', { version: profileVersion })}
            </Link>
          );
        },
      },
      {
        id: 'created',
        title: t('settings.created'),
        align: 'right',
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
    ],
    [t, drift],
  );
  if (projects.length === 0) {
    return <EmptyPlace of="both" title={t('projects.none')} next={t('projects.noneNext')} />;
  }
  return <DataGrid label={t('place.projects')} columns={columns} rows={projects} idOf={({ id }) => id} />;
}
