import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '@tandem/client';
import { KnownError } from '@tandem/data-model';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import css from './problem-notice.module.css';
import { ServerWords } from './server-words.tsx';
import { useProblemWords, type Words } from './use-problem-words.ts';

interface Shown {
  readonly detail: Words;
  readonly mend: Words;
  readonly faults: readonly { readonly at: string; readonly expected: string; readonly got: string }[];
  readonly requestId: string;
}

/**
 * A failure: what happened, where, what mends it, and the request's id. Takes what the client threw, or the error
 * that a failed job carries. `onRetry` adds the button; `children` may hold a better mend.
 */
export function ProblemNotice({
  about,
  error,
  onRetry,
  children,
}: {
  /** Which of several things failed, such as a file. */
  readonly about?: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { detail, mend, faults, requestId } = useShown(error);
  const { faultWords } = useProblemWords();
  return (
    <div className={css.notice} role="alert">
      <IconAlertTriangle className={css.icon} size={18} aria-hidden />
      <div className={css.body}>
        {about && <code>{about}</code>}
        <p className={css.detail}>
          <ServerWords words={detail} />
        </p>
        {faults.length > 0 && (
          <ul className={css.faults}>
            {faults.map((fault) => (
              <li key={fault.at}>
                <code>{fault.at}</code>{' '}
                {t('problem.expected', { expected: faultWords(fault.expected), got: faultWords(fault.got) })}
              </li>
            ))}
          </ul>
        )}
        {(mend.own || mend.original) && (
          <p className={css.mend}>
            <ServerWords words={mend} />
          </p>
        )}
        <div className={css.foot}>
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t('word.retry')}
            </Button>
          )}
          {children}
          {requestId && (
            <span className={css.request}>
              {t('problem.requestId')} <code>{requestId}</code>
              <CopyButton text={requestId} label={t('problem.copyRequest')} />
            </span>
          )}
        </div>
      </div>
    </div>
  );
}

function useShown(error: unknown): Shown {
  const { t } = useTranslation();
  const { wordsOf } = useProblemWords();
  if (error instanceof KnownError) {
    const requestId = error instanceof ApiError ? error.problem.requestId : '';
    const { code, message, mend, faults } = error;
    return { ...wordsOf({ code, detail: message, mend }), faults, requestId };
  }
  if (isJobError(error)) return { ...wordsOf(error), faults: [], requestId: '' };
  const message = error instanceof Error ? error.message : String(error);
  const detail = { own: t('problem.unforeseen', { message: '' }), original: message };
  return { detail, mend: { own: t('problem.unforeseenMend'), original: '' }, faults: [], requestId: '' };
}

function isJobError(error: unknown): error is { code?: string; detail: string; mend: string } {
  return typeof error === 'object' && error !== null && 'detail' in error && 'mend' in error;
}
