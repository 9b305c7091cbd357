import { Button } from '@mantine/core';
import type { Group } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { usersQuery } from '../../../api/people.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { Detail } from '../../../ui/detail.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { MemberName } from '../member-name.tsx';
import { MemberSelect } from '../member-select.tsx';
import css from '../people.module.css';
import { RemoveByName } from '../remove-by-name.tsx';

/** One group: who is in it. */
export function GroupDetail({
  domainId,
  group,
  isTheirs,
  onClose,
}: {
  readonly domainId: string;
  readonly group: Group;
  readonly isTheirs: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [userId, setUserId] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const { data: users = [] } = useQuery(usersQuery(domainId));
  const params = { domainId, groupId: group.id };
  const add = useDomainAct(
    domainId,
    (userId: string) => client.addToGroup({ params: { ...params, userId } }),
    () => setUserId(null),
  );
  const take = useDomainAct(domainId, (userId: string) => client.removeFromGroup({ params: { ...params, userId } }));
  const remove = useDomainAct(domainId, () => client.deleteGroup({ params }));
  const inIt = users.filter(({ id }) => group.userIds.includes(id));
  return (
    <Detail title={group.name} onClose={onClose}>
      {isTheirs && (
        <LineForm label={t('groups.add')} onSubmit={() => userId && add.mutate(userId)}>
          <MemberSelect domainId={domainId} value={userId} onChoose={setUserId} without={group.userIds} />
          <ActButton
            type="submit"
            variant="default"
            busy={add.isPending}
            busyLabel={t('groups.adding')}
            disabled={userId === null}
          >
            {t('groups.add')}
          </ActButton>
        </LineForm>
      )}
      {add.error && <ProblemNotice error={add.error} />}
      {take.error && <ProblemNotice error={take.error} />}
      {inIt.length === 0 ? (
        <p className={css.hint}>{t('groups.empty')}</p>
      ) : (
        <ul className={css.list} aria-label={t('groups.members')}>
          {inIt.map(({ id, displayName }) => (
            <li key={id}>
              <MemberName member={{ kind: 'user', name: displayName }} />
              {isTheirs && (
                <Button
                  variant="subtle"
                  color="ink"
                  aria-label={t('groups.takeOutNamed', { name: displayName })}
                  onClick={() => take.mutate(id)}
                >
                  {t('groups.takeOut')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isTheirs && (
        <div>
          <Button variant="default" color="bad" onClick={() => setLeaving(true)}>
            {t('groups.remove')}
          </Button>
        </div>
      )}
      {isLeaving && (
        <RemoveByName
          name={group.name}
          title={t('groups.removeTitle', { name: group.name })}
          consequence={t('groups.removeWhat', { name: group.name })}
          actLabel={t('groups.remove')}
          busyLabel={t('groups.removing')}
          act={remove}
          argument={undefined}
          onGone={onClose}
          onClose={() => setLeaving(false)}
        />
      )}
    </Detail>
  );
}
