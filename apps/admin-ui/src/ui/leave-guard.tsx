import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import css from './leave-guard.module.css';

/**
 * Asks before an address is left whose form has what is not saved, and has the browser ask before the portal is left.
 * Whoever is signed out is let go: nothing can be saved any more.
 */
export function LeaveGuard({ isChanged }: { readonly isChanged: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => next.pathname !== '/sign-in',
    enableBeforeUnload: isChanged,
    disabled: !isChanged,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={t('leave.title')}
      closeButtonProps={{ 'aria-label': t('word.close') }}
      closeOnClickOutside={false}
    >
      <div className={css.body}>
        <p>{t('leave.what')}</p>
        <div className={css.acts}>
          <Button variant="default" data-autofocus onClick={blocker.reset}>
            {t('leave.stay')}
          </Button>
          <Button color="bad" onClick={blocker.proceed}>
            {t('leave.leave')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
