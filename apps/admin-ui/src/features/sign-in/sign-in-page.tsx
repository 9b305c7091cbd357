import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SkeletonLines } from '../../ui/skeleton-lines.tsx';
import { Wheels } from '../../ui/wheels.tsx';
import { secretOf, signInOnce } from './sign-in-once.ts';
import css from './sign-in-page.module.css';

/** Takes the secret behind the `#` of a sign-in link, and goes on to where one wanted to be. */
export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { back } = useSearch({ from: '/sign-in' });
  const [secret] = useState(() => secretOf(window.location.hash));
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    document.title = `${t('signIn.title')} · Tandem`;
  }, [t]);

  useEffect(() => {
    if (!secret) return;
    let left = false;
    signInOnce(secret).then(
      (me) => {
        if (left) return;
        queryClient.setQueryData(meQuery().queryKey, me);
        router.history.replace(back ?? '/');
      },
      (failure: unknown) => {
        if (!left) setError(failure);
      },
    );
    return () => {
      left = true;
    };
  }, [secret, back, queryClient, router]);

  return (
    <main className={css.page}>
      <div className={css.card}>
        <Wheels width={54} />
        <h1>{t('signIn.title')}</h1>
        {secret && !error ? (
          <>
            <p>{t('signIn.working')}</p>
            <SkeletonLines lines={2} />
          </>
        ) : (
          <>
            <p>{t('signIn.noSecret')}</p>
            {error !== null && <ProblemNotice error={error} />}
            <p>{t('signIn.how')}</p>
            <div className={css.command}>
              <code>npm start</code>
              <CopyButton text="npm start" />
            </div>
            <p className={css.hint}>{t('signIn.used')}</p>
          </>
        )}
      </div>
    </main>
  );
}
