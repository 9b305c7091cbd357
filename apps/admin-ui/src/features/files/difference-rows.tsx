import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import type { Cell, TableDifference } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import css from './difference-rows.module.css';

type Row = TableDifference['rows'][number];

const icons = { added: IconPlus, changed: IconPencil, removed: IconMinus } as const;

/** Rows that differ, in key order. Of a changed row, each value that is another stands after the one that it replaced. */
export function DifferenceRows({ table: { name, columns, rows } }: { readonly table: TableDifference }) {
  const { t } = useTranslation();
  return (
    <ScrollArea className={css.scroll}>
      <table className={css.rows} aria-label={t('compare.rowsOf', { table: name })}>
        <thead>
          <tr>
            <th scope="col">{t('compare.change')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // Rows of one comparison never move, and two of them may be alike but for their key.
            <tr key={i} data-change={row.change}>
              <td>
                <Change change={row.change} />
              </td>
              {columns.map((column, c) => (
                <td key={column}>
                  <Values row={row} column={c} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Change({ change }: Pick<Row, 'change'>) {
  const { t } = useTranslation();
  const Icon = icons[change];
  return (
    <span className={css.change} data-change={change}>
      <Icon size={14} aria-hidden />
      {t(`load.${change}`)}
    </span>
  );
}

function Values({ row: { before, after }, column }: { readonly row: Row; readonly column: number }) {
  const was = before?.[column];
  const is = after?.[column];
  if (before === null || after === null || was === is) return <Value value={(after === null ? was : is) ?? null} />;
  return (
    <span className={css.both}>
      <del>
        <Value value={was ?? null} />
      </del>{' '}
      <ins>
        <Value value={is ?? null} />
      </ins>
    </span>
  );
}

function Value({ value }: { readonly value: Cell }) {
  const { t } = useTranslation();
  return value === null ? <span className={css.null}>{t('tables.null')}</span> : String(value);
}
