import type { User } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { groupsQuery } from '../../../api/people.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { Detail, DetailPart } from '../../../ui/detail.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import css from '../people.module.css';
import { RenameForm } from './rename-form.tsx';
import { UserAccess } from './user-access.tsx';

/** One user: the groups they are in and, for owners of the domain, their name and their access. */
export function UserDetail({
  domainId,
  user,
  isTheirs,
  onClose,
}: {
  readonly domainId: string;
  readonly user: User;
  readonly isTheirs: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { data: groups } = useQuery(groupsQuery(domainId));
  const inGroups = groups?.filter(({ userIds }) => userIds.includes(user.id));
  const rename = useDomainAct(domainId, (displayName: string) =>
    client.updateUser({ params: { domainId, userId: user.id }, body: { displayName } }),
  );
  return (
    <Detail title={user.displayName} onClose={onClose}>
      <p className={css.who}>
        {user.name} <StateMark state={user.state} />
      </p>
      {isTheirs && <RenameForm label={t('users.displayName')} name={user.displayName} act={rename} />}
      <DetailPart title={t('users.inGroups')}>
        {inGroups?.length === 0 && <p className={css.hint}>{t('users.inNone')}</p>}
        {inGroups && inGroups.length > 0 && (
          <ul className={css.list}>
            {inGroups.map(({ id, name }) => (
              <li key={id}>
                <Link to="/domains/$domainId/people" params={{ domainId }} search={{ part: 'groups', id }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </DetailPart>
      {isTheirs && <UserAccess domainId={domainId} user={user} onGone={onClose} />}
    </Detail>
  );
}
