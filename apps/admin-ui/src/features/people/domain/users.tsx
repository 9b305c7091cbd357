import type { User } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usersQuery } from '../../../api/people.ts';
import { DataGrid, type GridColumn } from '../../../ui/data-grid.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { InviteUser } from './invite-user.tsx';
import { type PartProps, Things } from './things.tsx';
import { useOpen } from './use-open.ts';
import { UserDetail } from './user-detail.tsx';

/** The users of a domain, and one of them beside. */
export function Users({ domainId, isTheirs, open }: PartProps) {
  const { t } = useTranslation();
  const query = useQuery(usersQuery(domainId));
  const go = useOpen(domainId, 'users');
  const user = query.data?.find(({ id }) => id === open);
  const columns = useMemo(
    (): GridColumn<User>[] => [
      {
        id: 'name',
        title: t('users.displayName'),
        sort: ({ displayName }) => displayName,
        cell: ({ id, displayName }) => (
          <Link to="/domains/$domainId/people" params={{ domainId }} search={{ id }}>
            {displayName}
          </Link>
        ),
      },
      { id: 'signIn', title: t('users.name'), sort: ({ name }) => name, cell: ({ name }) => name },
      {
        id: 'state',
        title: t('users.state'),
        sort: ({ state }) => state,
        cell: (it) => <StateMark state={it.state} />,
      },
      { id: 'created', title: t('users.created'), cell: ({ createdAt }) => <When at={createdAt} /> },
    ],
    [t, domainId],
  );
  return (
    <>
      {isTheirs && <InviteUser domainId={domainId} />}
      <Things
        query={query}
        none={t('users.none')}
        noneNext={t('users.noneNext')}
        detail={
          user && <UserDetail key={user.id} domainId={domainId} user={user} isTheirs={isTheirs} onClose={() => go()} />
        }
      >
        {(rows) => (
          <DataGrid label={t('people.part.users')} columns={columns} rows={rows} idOf={({ id }) => id} chosen={open} />
        )}
      </Things>
    </>
  );
}
