import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './pager.module.css';

/** Which of the rows are shown, and the way to the ones before and after. Pages count from 1. */
export function Pager({
  page,
  size,
  total,
  onTurn,
}: {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onTurn: (page: number) => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const from = (page - 1) * size + 1;
  const to = Math.min(page * size, total);
  return (
    <div className={css.pager}>
      <span>{t('word.range', { from: number(Math.min(from, total)), to: number(to), total: number(total) })}</span>
      {total > size && (
        <span className={css.turn}>
          <Button variant="default" disabled={page <= 1} onClick={() => onTurn(page - 1)}>
            {t('word.previous')}
          </Button>
          <Button variant="default" disabled={to >= total} onClick={() => onTurn(page + 1)}>
            {t('word.next')}
          </Button>
        </span>
      )}
    </div>
  );
}
