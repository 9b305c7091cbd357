import type { Table } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { grainOf } from './grain.ts';
import { KindMark } from './kind-mark.tsx';

/** The tables of the star with what each row of them stands for. */
export function TableList({ projectId, tables }: { readonly projectId: string; readonly tables: readonly Table[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo(
    (): GridColumn<Table>[] => [
      {
        id: 'name',
        title: t('load.table'),
        sort: ({ name }) => name,
        cell: ({ name }) => (
          <Link to="/projects/$projectId/tables/$table" params={{ projectId, table: name }}>
            <code>{name}</code>
          </Link>
        ),
      },
      { id: 'kind', title: t('tables.kind'), cell: ({ kind }) => <KindMark kind={kind} /> },
      {
        id: 'grain',
        title: t('tables.grainHelp'),
        cell: (table) => t(...grainOf(table)),
      },
      { id: 'description', title: t('tables.meaning'), cell: ({ description }) => description },
      {
        id: 'columns',
        title: t('tables.columns'),
        align: 'right',
        sort: (it) => it.columns.length,
        cell: (it) => number(it.columns.length),
      },
      { id: 'rows', title: t('tables.rows'), align: 'right', sort: (it) => it.rows, cell: (it) => number(it.rows) },
    ],
    [t, number, projectId],
  );
  return <DataGrid label={t('tables.list')} columns={columns} rows={tables} idOf={({ name }) => name} />;
}
