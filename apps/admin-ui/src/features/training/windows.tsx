import type { TrainingReport } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './windows.module.css';

type Window = TrainingReport['windows'][number];

/** The backtest windows by cutoff and use, and the seasons that were found. */
export function Windows({
  windows,
  seasons,
}: {
  readonly windows: readonly Window[];
  readonly seasons: readonly number[];
}) {
  const { t, i18n } = useTranslation();
  const { shortDay } = useFormat();
  const columns = useMemo(
    (): GridColumn<Window>[] => [
      { id: 'cutoff', title: t('run.cutoff'), cell: ({ cutoff }) => shortDay(cutoff) },
      {
        id: 'use',
        title: t('run.windowUse'),
        cell: ({ use }) => (
          <span className={use === 'test' ? css.test : undefined}>
            {t(use === 'test' ? 'run.windowTest' : 'run.windowWeights')}
          </span>
        ),
      },
    ],
    [t, shortDay],
  );
  const list = new Intl.ListFormat(i18n.language).format(seasons.map(String));
  return (
    <>
      <DataGrid label={t('run.windows')} columns={columns} rows={windows} idOf={({ cutoff }) => cutoff} />
      <p className={css.seasons}>{seasons.length > 0 ? t('run.seasons', { list }) : t('run.noSeasons')}</p>
    </>
  );
}
