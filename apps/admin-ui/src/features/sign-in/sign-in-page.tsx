import type { Principal } from '@tandem/data-model/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session.ts';
import { CardPage } from '../../ui/card-page.tsx';
import { CopiedLine } from '../../ui/copied-line.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SkeletonLines } from '../../ui/skeleton-lines.tsx';
import { PasswordSignIn } from './password-sign-in.tsx';
import { ProviderSignIn } from './provider-sign-in.tsx';
import { callbackOf, secretOf, signInOnce } from './sign-in-once.ts';
import css from './sign-in-page.module.css';

/** Takes the secret behind the `#` of a link, or name and password, and goes on to where one wanted to be. */
export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { back } = useSearch({ from: '/sign-in' });
  const [error, setError] = useState<unknown>(null);
  const secret = useSecret(() => setError(null));
  const [callback] = useState(() => callbackOf(router.options.context.arrivedWith));
  const goOn = (me: Principal) => {
    queryClient.setQueryData(meQuery().queryKey, me);
    router.history.replace(back ?? '/');
  };

  useEffect(() => {
    const brought = secret ? { secret } : callback ? { callback } : undefined;
    if (!brought) return;
    let left = false;
    signInOnce(brought).then(
      (me) => {
        if (left) return;
        queryClient.setQueryData(meQuery().queryKey, me);
        // The administrator's link comes anew with every start; another's was an invitation, which does not come again.
        const next = { to: '/welcome', search: back ? { back } : {}, replace: true } as const;
        if (me.isAdministrator || 'callback' in brought) router.history.replace(back ?? '/');
        else void router.navigate(next);
      },
      (failure: unknown) => {
        if (!left) setError(failure);
      },
    );
    return () => {
      left = true;
    };
  }, [secret, callback, back, queryClient, router]);

  if ((secret || callback) && error === null) {
    return (
      <CardPage title={t('signIn.title')}>
        <p>{t(secret ? 'signIn.working' : 'signIn.returned')}</p>
        <SkeletonLines lines={2} />
      </CardPage>
    );
  }
  return (
    <CardPage title={t('signIn.title')}>
      {error !== null && (
        <ProblemNotice about={t(callback && !secret ? 'signIn.providerFailed' : 'signIn.linkFailed')} error={error} />
      )}
      <PasswordSignIn onSignedIn={goOn} />
      <ProviderSignIn />
      <div className={css.quiet}>
        <h2>{t('signIn.noPassword')}</h2>
        <p>{t('signIn.invited')}</p>
        <p>{t('signIn.how')}</p>
        <CopiedLine text="npm start" />
      </div>
    </CardPage>
  );
}

/** The secret in the address; a link that is opened while this page is open changes nothing but that. */
function useSecret(onAnother: () => void): string | null {
  const [secret, setSecret] = useState(() => secretOf(window.location.hash));
  const another = useEffectEvent(() => {
    const it = secretOf(window.location.hash);
    if (it === secret) return;
    onAnother();
    setSecret(it);
  });
  useEffect(() => {
    window.addEventListener('hashchange', another);
    return () => window.removeEventListener('hashchange', another);
  }, []);
  return secret;
}
