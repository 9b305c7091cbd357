import type { Group } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { groupsQuery } from '../../../api/people.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../../ui/data-grid.tsx';
import { When } from '../../../ui/when.tsx';
import { CreateForm } from './create-form.tsx';
import { GroupDetail } from './group-detail.tsx';
import { type PartProps, Things } from './things.tsx';
import { useOpen } from './use-open.ts';

/** The groups of a domain, and one of them beside. */
export function Groups({ domainId, isTheirs, open }: PartProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(groupsQuery(domainId));
  const go = useOpen(domainId, 'groups');
  const create = useDomainAct(
    domainId,
    (name: string) => client.createGroup({ params: { domainId }, body: { name } }),
    ({ id }) => go(id),
  );
  const group = query.data?.find(({ id }) => id === open);
  const columns = useMemo(
    (): GridColumn<Group>[] => [
      {
        id: 'name',
        title: t('people.name'),
        sort: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link to="/domains/$domainId/people" params={{ domainId }} search={{ part: 'groups', id }}>
            {name}
          </Link>
        ),
      },
      {
        id: 'users',
        title: t('groups.count'),
        align: 'right',
        sort: ({ userIds }) => userIds.length,
        cell: ({ userIds }) => number(userIds.length),
      },
      { id: 'created', title: t('people.since'), align: 'right', cell: ({ createdAt }) => <When at={createdAt} /> },
    ],
    [t, number, domainId],
  );
  return (
    <>
      {isTheirs && <CreateForm of="groups" act={create} />}
      <Things
        query={query}
        none={t('groups.none')}
        noneNext={t('groups.noneNext')}
        detail={
          group && (
            <GroupDetail key={group.id} domainId={domainId} group={group} isTheirs={isTheirs} onClose={() => go()} />
          )
        }
      >
        {(rows) => (
          <DataGrid label={t('people.part.groups')} columns={columns} rows={rows} idOf={({ id }) => id} chosen={open} />
        )}
      </Things>
    </>
  );
}
