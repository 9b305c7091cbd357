import type { TrainingReport } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './set-aside.module.css';

type Item = TrainingReport['setAside'][number];

/** Each store with too little history: why, and how it is forecast all the same. */
export function SetAside({ items }: { readonly items: readonly Item[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo(
    (): GridColumn<Item>[] => [
      { id: 'item', title: t('run.store'), sort: ({ item }) => item, cell: ({ item }) => <code>{item}</code> },
      { id: 'rows', title: t('run.rowsOf'), align: 'right', sort: (it) => it.rows, cell: (it) => number(it.rows) },
      { id: 'reason', title: t('run.why'), cell: ({ reason }) => <span className={css.reason}>{reason}</span> },
      { id: 'treatment', title: t('run.treatment'), cell: ({ treatment }) => treatment },
    ],
    [t, number],
  );
  if (items.length === 0) return <p>{t('run.setAsideNone')}</p>;
  return <DataGrid label={t('run.setAside')} columns={columns} rows={items} idOf={({ item }) => item} />;
}
