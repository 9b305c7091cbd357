import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import type { Cell, TableDifference } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import sheet from '../../charts/table-sheet.module.css';
import { useFormat } from '../../i18n/use-format.ts';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import css from './difference-rows.module.css';

type Row = TableDifference['rows'][number];

const icons = { added: IconPlus, changed: IconPencil, removed: IconMinus } as const;

/** Rows that differ, in key order. Of a changed row, each value that is another stands after the one that it replaced. */
export function DifferenceRows({ table: { name, columns, rows } }: { readonly table: TableDifference }) {
  const { t } = useTranslation();
  const decimals = columns.map((_, c) => decimalsOf(rows, c));
  return (
    <ScrollArea className={`${sheet.scroll} ${css.scroll}`}>
      <table className={`${sheet.table} ${css.rows}`} aria-label={t('compare.rowsOf', { table: name })}>
        <thead>
          <tr>
            <th scope="col">{t('compare.change')}</th>
            {columns.map((column, c) => (
              <th key={column} scope="col" data-align={decimals[c] === undefined ? undefined : 'right'}>
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
                <td key={column} data-align={decimals[c] === undefined ? undefined : 'right'}>
                  <Values row={row} column={c} decimals={decimals[c]} />
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

function Values({
  row: { before, after },
  column,
  decimals,
}: {
  readonly row: Row;
  readonly column: number;
  readonly decimals: number | undefined;
}) {
  const was = before?.[column];
  const is = after?.[column];
  if (before === null || after === null || was === is)
    return <Value value={(after === null ? was : is) ?? null} decimals={decimals} />;
  return (
    <span className={css.both}>
      <del>
        <Value value={was ?? null} decimals={decimals} />
      </del>{' '}
      <ins>
        <Value value={is ?? null} decimals={decimals} />
      </ins>
    </span>
  );
}

function Value({ value, decimals = 0 }: { readonly value: Cell; readonly decimals: number | undefined }) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  if (value === null) return <span className={css.null}>{t('tables.null')}</span>;
  // Whole numbers may be keys or years, which have no thousands separators.
  const isShort = typeof value === 'number' && decimals > 0 && Number(value.toFixed(decimals)) === value;
  return isShort ? fixed(value, decimals) : String(value);
}

/** Decimals that show every number of a column whole; undefined where it has no numbers. */
function decimalsOf(rows: readonly Row[], column: number): number | undefined {
  const numbers = rows
    .flatMap(({ before, after }) => [before?.[column], after?.[column]])
    .filter((it) => typeof it === 'number');
  if (numbers.length === 0) return undefined;
  return Math.max(...numbers.map((it) => /\.(\d+)$/.exec(String(it))?.[1]?.length ?? 0));
}
