import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './answer.module.css';
import { ProblemNotice } from './problem-notice.tsx';
import { ServerWords } from './server-words.tsx';
import { SkeletonLines } from './skeleton-lines.tsx';
import { useProblemWords } from './use-problem-words.ts';
import { When } from './when.tsx';

type Asked<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'dataUpdatedAt' | 'refetch'>;

/**
 * What was asked of the API, in each of its states: a skeleton while it is on its way, the problem where it failed,
 * and the last good answer with a line above where only bringing it up to date failed.
 */
export function Answer<T>({
  query,
  skeleton = <SkeletonLines lines={4} />,
  children,
}: {
  readonly query: Asked<T>;
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  if (query.data === undefined) {
    return query.error ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : skeleton;
  }
  return (
    <>
      {query.error && <Stale query={query} />}
      {children(query.data)}
    </>
  );
}

function Stale({ query }: { readonly query: Asked<unknown> }) {
  const { t } = useTranslation();
  const { wordsOfError } = useProblemWords();
  const [before, after] = t('problem.stale', { when: '\u0000' }).split('\u0000');
  return (
    <div className={css.stale} role="status">
      <span>
        {before}
        <When at={new Date(query.dataUpdatedAt).toISOString()} />
        {after} <ServerWords words={wordsOfError(query.error)} />
      </span>
      <Button variant="default" onClick={() => void query.refetch()}>
        {t('word.retry')}
      </Button>
    </div>
  );
}
