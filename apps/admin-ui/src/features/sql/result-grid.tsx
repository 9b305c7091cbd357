import { type Cell, isNumericType, type QueryReply } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './query-result.module.css';

interface Row {
  readonly id: string;
  readonly cells: readonly Cell[];
}

/** The rows of an answer: as many as came, as few drawn as are seen. */
export function ResultGrid({ reply }: { readonly reply: QueryReply }) {
  const { t } = useTranslation();
  const rows = useMemo(() => reply.rows.map((cells, k): Row => ({ id: String(k), cells })), [reply]);
  const columns = useMemo(
    () =>
      reply.columns.map(({ name, type }, c): GridColumn<Row> => {
        const isNumber = isNumericType(type);
        const scale = scaleOf(type);
        const say = (cell: Cell) => (typeof cell === 'number' && scale !== null ? cell.toFixed(scale) : String(cell));
        return {
          id: String(c),
          title: name,
          help: type,
          ...(isNumber ? { align: 'right' } : {}),
          width: widthOf(name, reply.rows, (row) => say(row[c] ?? null)),
          sort: ({ cells }) => sortValue(cells[c] ?? null, isNumber),
          cell: ({ cells }) => {
            const cell = cells[c] ?? null;
            if (cell === null) return <span className={css.null}>{t('tables.null')}</span>;
            const said = say(cell);
            return said.length > 24 ? <span title={said}>{said}</span> : said;
          },
        };
      }),
    [reply, t],
  );
  return <DataGrid label={t('sql.result')} columns={columns} rows={rows} idOf={({ id }) => id} virtual />;
}

/** Numbers of more digits than a double holds come as text; they are near enough to be put in order. */
function sortValue(cell: Cell, isNumber: boolean): string | number | undefined {
  if (cell === null) return undefined;
  return isNumber ? Number(cell) : String(cell);
}

/** Decimals of 2 of `DECIMAL(18,2)`; null for other types. */
function scaleOf(type: string): number | null {
  const scale = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)?.[1];
  return scale === undefined ? null : Number(scale);
}

const sampled = 500;

/** Characters that a column needs, by its head and its first rows; a wide one is cut off, for it shows on hover. */
function widthOf(name: string, rows: QueryReply['rows'], say: (row: QueryReply['rows'][number]) => string): number {
  const longest = rows.slice(0, sampled).reduce((most, row) => Math.max(most, breadth(say(row))), breadth(name) + 2);
  return Math.min(Math.max(longest, 4), 48);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;

/** Characters of the scripts of East Asia are twice as broad. */
const breadth = (text: string): number => text.length + (text.match(wide)?.length ?? 0);
