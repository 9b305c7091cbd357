import type { Table } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import css from './star-diagram.module.css';
import { boxHeight, boxWidth, layOutStar } from './star-layout.ts';

/** The tables and their references as a picture; each box leads to its table. */
export function StarDiagram({ projectId, tables }: { readonly projectId: string; readonly tables: readonly Table[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { width, height, boxes, edges } = useMemo(() => layOutStar(tables), [tables]);
  return (
    <div className={css.scroll}>
      <nav className={css.star} style={{ width, height }} aria-label={t('tables.diagram')}>
        <svg className={css.edges} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {edges.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} />
          ))}
        </svg>
        {boxes.map(({ table, x, y }) => (
          <Link
            key={table.name}
            className={css.box}
            data-kind={table.kind}
            style={{ left: x, top: y, width: boxWidth, height: boxHeight }}
            to="/projects/$projectId/tables/$table"
            params={{ projectId, table: table.name }}
          >
            <code>{table.name}</code>
            <span>
              {t(`tables.${table.kind}`)} · {t('figure.rows', { value: number(table.rows) })}
            </span>
          </Link>
        ))}
      </nav>
    </div>
  );
}
