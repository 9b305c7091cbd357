import type { TableLineage } from '@tandem/data-model';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';

type Column = TableLineage['columns'][number];

/** Of each column of a table, the columns of files that it is made of, and what is done with them. */
export function ColumnLineage({ table }: { readonly table: TableLineage }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<Column>[] => [
      { id: 'name', title: t('tables.column'), cell: ({ name }) => <code>{name}</code> },
      {
        id: 'from',
        title: t('lineage.madeOf'),
        cell: ({ from }) =>
          from.map(({ source, column }) => (
            <div key={`${source} ${column}`}>
              <code>
                {source}.{column}
              </code>
            </div>
          )),
      },
      {
        id: 'how',
        title: t('lineage.how'),
        cell: ({ from }) =>
          from.length === 0
            ? t('lineage.byLoad')
            : from.map(({ source, column, how, through }) => (
                <div key={`${source} ${column}`}>
                  {t(`lineage.did.${how}`)} {through && <code>{through}</code>}
                </div>
              )),
      },
    ],
    [t],
  );
  return (
    <DataGrid
      label={t('lineage.columnsOf', { table: table.name })}
      columns={columns}
      rows={table.columns}
      idOf={({ name }) => name}
    />
  );
}
