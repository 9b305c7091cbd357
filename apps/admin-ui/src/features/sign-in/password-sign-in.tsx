import { PasswordInput } from '@mantine/core';
import { ApiError } from '@tandem/client';
import { TooManyTries } from '@tandem/data-model';
import type { Principal } from '@tandem/data-model/contract';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signInByPassword } from '../../api/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SignInName } from '../../ui/sign-in-name.tsx';
import { useSecondsLeft } from '../../ui/use-seconds-left.ts';
import css from './sign-in-page.module.css';

/** Name and password. A refusal says what to do, and how long to wait where the tries were too many. */
export function PasswordSignIn({ onSignedIn }: { readonly onSignedIn: (me: Principal) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({ mutationFn: () => signInByPassword(name, password), onSuccess: onSignedIn });
  const left = useSecondsLeft(enter.error instanceof TooManyTries ? enter.error : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (left === 0) enter.mutate();
  };
  return (
    <form className={css.form} aria-label={t('signIn.title')} onSubmit={submit}>
      <SignInName
        size="sm"
        label={t('signIn.name')}
        description={t('signIn.nameHelp')}
        value={name}
        autoComplete="username"
        onType={setName}
      />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        size="sm"
        label={t('signIn.password')}
        value={password}
        autoComplete="current-password"
        required
        onChange={(it) => setPassword(it.currentTarget.value)}
      />
      {enter.error && <Refused error={enter.error} left={left} />}
      <ActButton type="submit" size="sm" busy={enter.isPending} busyLabel={t('signIn.acting')} disabled={left > 0}>
        {t('signIn.act')}
      </ActButton>
    </form>
  );
}

function Refused({ error, left }: { readonly error: Error; readonly left: number }) {
  const { t } = useTranslation();
  if (error instanceof TooManyTries) {
    return (
      <p className={css.refused} role="alert">
        {left > 0 ? t('signIn.wait', { count: left }) : t('signIn.mayAgain')}
      </p>
    );
  }
  if (!(error instanceof ApiError && error.status === 401)) return <ProblemNotice error={error} />;
  return (
    <p className={css.refused} role="alert">
      {t('signIn.wrong')}
    </p>
  );
}
