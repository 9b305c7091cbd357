import { IconKey } from '@tabler/icons-react';
import type { Table } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './column-list.module.css';

type Column = Table['columns'][number];

/** The columns with type, key and reference. */
export function ColumnList({
  projectId,
  columns,
}: {
  readonly projectId: string;
  readonly columns: readonly Column[];
}) {
  const { t } = useTranslation();
  const shown = useMemo(
    (): GridColumn<Column>[] => [
      { id: 'name', title: t('tables.column'), cell: ({ name }) => <code>{name}</code> },
      { id: 'type', title: t('tables.type'), cell: ({ type }) => <code className={css.type}>{type}</code> },
      {
        id: 'key',
        title: t('tables.key'),
        help: t('tables.keyHelp'),
        cell: ({ key }) =>
          key && (
            <span className={css.key}>
              <IconKey size={14} aria-hidden />
              {t('tables.key')}
            </span>
          ),
      },
      {
        id: 'references',
        title: t('tables.references'),
        cell: ({ references }) =>
          references && (
            <Link to="/projects/$projectId/tables/$table" params={{ projectId, table: references }}>
              <code>{references}</code>
            </Link>
          ),
      },
    ],
    [t, projectId],
  );
  return <DataGrid label={t('tables.columns')} columns={shown} rows={columns} idOf={({ name }) => name} />;
}
