import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ActButton } from './act-button.tsx';

/** The way to what is older than the end of a list, where there is any. */
export function Older({
  query,
  children,
}: {
  readonly query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  readonly children: string;
}) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <div>
      <ActButton
        variant="default"
        busy={query.isFetchingNextPage}
        busyLabel={t('word.loading')}
        onClick={() => void query.fetchNextPage()}
      >
        {children}
      </ActButton>
    </div>
  );
}
