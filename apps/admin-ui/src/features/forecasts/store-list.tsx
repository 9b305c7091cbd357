import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forecastItemsQuery } from '../../api/forecasts.ts';
import { Answer } from '../../ui/answer.tsx';
import { SkeletonLines } from '../../ui/skeleton-lines.tsx';
import css from './store-list.module.css';
import { StoreRows } from './store-rows.tsx';

/** The stores of a batch with their expected totals; a few letters of id or city narrow them down. */
export function StoreList({
  projectId,
  batchId,
  itemId,
}: {
  readonly projectId: string;
  readonly batchId: string;
  readonly itemId: string;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/projects/$projectId/forecasts/$batchId/$itemId' });
  const { search = '' } = useSearch({ from: '/signed-in/projects/$projectId/forecasts/$batchId/$itemId' });
  const [typed, setTyped] = useState(search);
  const query = useInfiniteQuery(forecastItemsQuery(projectId, batchId, search));
  const look = (text: string) =>
    void navigate({
      search: ({ search: _, ...rest }) => (text === '' ? rest : { ...rest, search: text }),
      replace: true,
      resetScroll: false,
    });
  const lookSoon = useDebouncedCallback(look, 150);
  const clear = () => {
    setTyped('');
    look('');
  };
  return (
    <div className={css.list}>
      <TextInput
        aria-label={t('forecasts.search')}
        placeholder={t('forecasts.search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={typed && <CloseButton size="xs" aria-label={t('forecasts.clear')} onClick={clear} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          lookSoon(event.currentTarget.value.trim());
        }}
      />
      <Answer query={query} skeleton={<SkeletonLines lines={8} height={28} />}>
        {({ pages }) => (
          <StoreRows
            items={pages.flatMap(({ items }) => items)}
            total={pages[0]?.total ?? 0}
            itemId={itemId}
            search={search}
            onMore={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
            onChoose={(id) =>
              void navigate({ params: (it) => ({ ...it, itemId: id }), search: (it) => it, resetScroll: false })
            }
          />
        )}
      </Answer>
    </div>
  );
}
