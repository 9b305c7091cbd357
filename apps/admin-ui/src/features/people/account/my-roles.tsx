import type { Grant, Principal } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { domainUnitsQuery } from '../../../api/people.ts';
import { domainsQuery, projectsQuery } from '../../../api/projects.ts';
import { DataGrid, type GridColumn } from '../../../ui/data-grid.tsx';
import { EmptyPlace } from '../../../ui/empty-place.tsx';

/** Each role that somebody has, on what, and by which group. */
export function MyRoles({ me }: { readonly me: Principal }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<Grant>[] => [
      { id: 'role', title: t('account.role'), cell: ({ role }) => t(`role.${role}`) },
      { id: 'on', title: t('account.on'), cell: (grant) => <On grant={grant} /> },
      { id: 'by', title: t('account.by'), cell: ({ group }) => group },
      {
        id: 'persona',
        title: t('account.persona'),
        cell: ({ persona }) => persona && t(`persona.${persona}`),
      },
    ],
    [t],
  );
  if (me.grants.length === 0 && !me.isAdministrator) {
    return <EmptyPlace of="both" title={t('account.noRoles')} next={t('account.noRolesNext')} />;
  }
  return (
    <>
      {me.isAdministrator && <p>{t('account.administrator')}</p>}
      {me.grants.length > 0 && (
        <DataGrid label={t('account.roles')} columns={columns} rows={me.grants} idOf={(it) => JSON.stringify(it)} />
      )}
    </>
  );
}

function On({ grant }: { readonly grant: Grant }) {
  const { data: domains = [] } = useQuery(domainsQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  const isUnit = grant.role === 'domain-unit-owner';
  const { data: units } = useQuery({ ...domainUnitsQuery(grant.domainId), enabled: isUnit });
  const domain = domains.find(({ id }) => id === grant.domainId)?.name ?? grant.domainId;
  if (grant.projectId !== null) {
    const { projectId } = grant;
    return (
      <Link to="/projects/$projectId" params={{ projectId }}>
        {projects.find(({ id }) => id === projectId)?.name ?? projectId}
      </Link>
    );
  }
  // The unit itself is the one of them whose parent is not.
  const top = units?.find(
    ({ id, parentId }) => grant.domainUnitIds.includes(id) && !grant.domainUnitIds.includes(parentId ?? ''),
  );
  return isUnit ? `${domain} / ${top?.name ?? grant.domainUnitIds[0]}` : domain;
}
