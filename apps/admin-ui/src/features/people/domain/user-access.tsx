import { Button } from '@mantine/core';
import type { User } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { DetailPart } from '../../../ui/detail.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import css from '../people.module.css';
import { RemoveByName } from '../remove-by-name.tsx';
import { LinkOnce } from './link-once.tsx';

/** How a user gets in: another link, a pause, or not at all any more. */
export function UserAccess({
  domainId,
  user,
  onGone,
}: {
  readonly domainId: string;
  readonly user: User;
  readonly onGone: () => void;
}) {
  const { t } = useTranslation();
  const [isLeaving, setLeaving] = useState(false);
  const params = { domainId, userId: user.id };
  const renew = useDomainAct(domainId, () => client.renewInvitation({ params }));
  const toggle = useDomainAct(domainId, (disabled: boolean) => client.updateUser({ params, body: { disabled } }));
  const remove = useDomainAct(domainId, () => client.removeUser({ params }));
  const isDisabled = user.state === 'disabled';
  return (
    <DetailPart title={t('users.access')}>
      {renew.data && <LinkOnce invitation={renew.data} onClose={renew.reset} />}
      {renew.error && <ProblemNotice error={renew.error} />}
      {toggle.error && <ProblemNotice error={toggle.error} />}
      <div className={css.acts}>
        {!isDisabled && (
          <div>
            <p>{t('users.renewHelp')}</p>
            <ActButton
              variant="default"
              busy={renew.isPending}
              busyLabel={t('users.renewing')}
              onClick={() => renew.mutate(undefined)}
            >
              {t('users.renew')}
            </ActButton>
          </div>
        )}
        <div>
          <p>{t('users.disableHelp')}</p>
          <ActButton
            variant="default"
            busy={toggle.isPending}
            busyLabel={t(isDisabled ? 'users.enabling' : 'users.disabling')}
            onClick={() => toggle.mutate(!isDisabled)}
          >
            {t(isDisabled ? 'users.enable' : 'users.disable')}
          </ActButton>
        </div>
      </div>
      <div>
        <Button variant="default" color="bad" onClick={() => setLeaving(true)}>
          {t('users.remove')}
        </Button>
      </div>
      {isLeaving && (
        <RemoveByName
          name={user.name}
          title={t('users.removeTitle', { name: user.name })}
          consequence={t('users.removeWhat', { name: user.name })}
          actLabel={t('users.remove')}
          busyLabel={t('users.removing')}
          act={remove}
          argument={undefined}
          onGone={onGone}
          onClose={() => setLeaving(false)}
        />
      )}
    </DetailPart>
  );
}
