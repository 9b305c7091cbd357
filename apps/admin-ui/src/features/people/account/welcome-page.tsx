import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/session.ts';
import { CardPage } from '../../../ui/card-page.tsx';
import css from './account.module.css';
import { PasswordForm } from './password-form.tsx';

/** What somebody sees first who came by an invitation: the place to choose a password, which may wait. */
export function WelcomePage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { back } = useSearch({ from: '/signed-in/welcome' });
  const { data: me } = useQuery(meQuery());
  const goOn = () => router.history.push(back ?? '/');
  return (
    <CardPage title={t('welcome.title')}>
      <p>{t('welcome.what', { name: me?.name ?? '' })}</p>
      <PasswordForm hasPassword={false} onSet={goOn} />
      <Button className={css.later} variant="default" onClick={goOn}>
        {t('welcome.later')}
      </Button>
    </CardPage>
  );
}
