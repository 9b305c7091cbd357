import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './step-table.module.css';
import sheet from './table-sheet.module.css';

export interface StepColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Words, not figures. */
  readonly words?: boolean;
}

/** A chart's twin: a row for each step, headed by its day. */
export function StepTable<Row extends { readonly timestamp: string }>({
  rows,
  columns,
  label,
}: {
  readonly rows: readonly Row[];
  readonly columns: readonly StepColumn<Row>[];
  readonly label: string;
}) {
  const { t } = useTranslation();
  const { shortDay } = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as in ui/scroll-area.tsx, which charts do not import
    <div className={`${sheet.scroll} ${css.scroll}`} tabIndex={0}>
      <table className={`${sheet.table} ${css.table}`} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('chart.day')}</th>
            {columns.map(({ id, title }) => (
              <th key={id} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.timestamp}>
              <th scope="row">{shortDay(row.timestamp)}</th>
              {columns.map(({ id, cell, words }) => (
                <td key={id} className={words ? css.words : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
