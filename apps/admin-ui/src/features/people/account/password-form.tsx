import { PasswordInput } from '@mantine/core';
import { ApiError } from '@tandem/client';
import { TooManyTries } from '@tandem/data-model';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPassword } from '../../../api/session.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { useSecondsLeft } from '../../../ui/use-seconds-left.ts';
import css from './account.module.css';

/** As the API asks it. */
const least = 12;

/**
 * Sets the password, and asks for the present one where there is one: whoever came by a link has lost it, and is asked
 * only where the API wants to know.
 */
export function PasswordForm({ hasPassword, onSet }: { readonly hasPassword: boolean; readonly onSet: () => void }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [isTold, setTold] = useState(false);
  const set = useMutation({
    mutationFn: () => setPassword(next, current),
    onSuccess: () => {
      for (const clear of [setCurrent, setNext, setAgain]) clear('');
      setTold(false);
      onSet();
    },
  });
  const left = useSecondsLeft(set.error instanceof TooManyTries ? set.error : null);
  const isNotCurrent = set.error instanceof ApiError && set.error.status === 403;
  const short = next.length < least ? t('password.short', { count: next.length, least }) : null;
  const differs = next === again ? null : t('password.differs');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (!short && !differs && left === 0) set.mutate();
  };
  return (
    <form className={css.form} aria-label={t('account.password')} onSubmit={submit}>
      {(hasPassword || isNotCurrent) && (
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          label={t('password.current')}
          description={t('password.currentHelp')}
          value={current}
          autoComplete="current-password"
          error={isNotCurrent ? t('password.notCurrent') : null}
          onChange={(it) => setCurrent(it.currentTarget.value)}
        />
      )}
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        label={t('password.next')}
        description={t('password.nextHelp', { count: least })}
        value={next}
        autoComplete="new-password"
        error={isTold ? short : null}
        onChange={(it) => setNext(it.currentTarget.value)}
      />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        label={t('password.again')}
        value={again}
        autoComplete="new-password"
        error={isTold && !short ? differs : null}
        onChange={(it) => setAgain(it.currentTarget.value)}
      />
      {left > 0 && <p role="alert">{t('signIn.wait', { count: left })}</p>}
      {set.error && !isNotCurrent && !(set.error instanceof TooManyTries) && <ProblemNotice error={set.error} />}
      <ActButton type="submit" busy={set.isPending} busyLabel={t('password.setting')} disabled={left > 0}>
        {t('password.set')}
      </ActButton>
    </form>
  );
}
