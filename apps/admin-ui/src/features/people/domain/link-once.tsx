import type { Invitation } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';

/** The link that a user is to be given; none for one who has an account already. */
export function LinkOnce({
  invitation: { user, link, expiresAt },
  onClose,
}: {
  readonly invitation: Invitation;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  if (link === null) return <Notice>{t('users.known', { name: user.name })}</Notice>;
  return (
    <SecretOnce
      title={t('users.linkMade', { name: user.name })}
      secret={link}
      copyLabel={t('users.copyLink')}
      note={expiresAt && t('users.linkEnds', { when: instant(Date.parse(expiresAt)) })}
      onClose={onClose}
    />
  );
}
