import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import css from './store-rows.module.css';
import { useListKeys } from './use-list-keys.ts';

interface Item {
  readonly id: string;
  readonly title: string;
  readonly mean: number;
  readonly note: string | null;
}

const rowHeight = 46;

/** The found stores as virtual rows: as many as there are, as few as are seen. */
export function StoreRows({
  items,
  total,
  itemId,
  search,
  onMore,
  onChoose,
}: {
  readonly items: readonly Item[];
  readonly total: number;
  readonly itemId: string;
  readonly search: string;
  readonly onMore: () => void;
  readonly onChoose: (itemId: string) => void;
}) {
  const { t } = useTranslation();
  const { number, compact } = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 248, height: 560 },
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const chosen = items.findIndex(({ id }) => id === itemId);

  useEffect(() => {
    if (last >= items.length - 1) onMore();
  }, [last, items.length, onMore]);
  useEffect(() => {
    if (chosen >= 0) rows.scrollToIndex(chosen, { align: 'auto' });
  }, [chosen, rows]);
  useListKeys((by) => {
    const next = items[Math.min(Math.max(chosen + by, 0), items.length - 1)];
    if (next) onChoose(next.id);
  });

  if (total === 0) return <p className={css.hint}>{t('forecasts.noMatch', { search })}</p>;
  return (
    <>
      <div className={css.head}>
        <p>{t('forecasts.items', { count: total, formatted: number(total) })}</p>
        <p>{t('forecasts.meanTotal')}</p>
      </div>
      <div ref={box} className={css.box}>
        <ul aria-label={t('forecasts.storeList')} style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const item = items[index]!;
            return (
              <li key={item.id} style={{ height: rowHeight, transform: `translateY(${start}px)` }}>
                <button
                  type="button"
                  aria-current={item.id === itemId || undefined}
                  title={item.note ?? undefined}
                  onClick={() => onChoose(item.id)}
                >
                  <span className={css.title}>{item.title}</span>
                  <span className={css.mean} title={t('forecasts.meanTotal')}>
                    {compact(item.mean)}
                  </span>
                  <span className={css.id}>{item.id}</span>
                  {item.note && <span className={css.note}>{t('chart.pooled')}</span>}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      <p className={css.keys}>{t('forecasts.keys')}</p>
    </>
  );
}
