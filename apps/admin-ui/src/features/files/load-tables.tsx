import type { LoadReport } from '@tandem/data-model/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './load-detail.module.css';

type FileRow = LoadReport['files'][number];
type TableRow = LoadReport['tables'][number];

/** The counts of each file of a load. */
export function LoadFiles({ files }: { readonly files: readonly FileRow[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo((): GridColumn<FileRow>[] => {
    const names = ['read', 'loaded', 'unchanged', 'rejected'] as const;
    return [
      { id: 'name', title: t('files.name'), cell: ({ name, source }) => <span title={source}>{name}</span> },
      ...names.map(
        (name): GridColumn<FileRow> => ({
          id: name,
          title: t(`files.${name}`),
          align: 'right',
          sort: (file) => file[name],
          cell: (file) => number(file[name]),
        }),
      ),
    ];
  }, [t, number]);
  return (
    <div>
      <h3>{t('load.perFile')}</h3>
      <DataGrid dense label={t('load.perFile')} columns={columns} rows={files} idOf={({ name }) => name} />
    </div>
  );
}

const changes = ['added', 'changed', 'unchanged', 'removed', 'rejected'] as const;

/**
 * What became of each table's rows, with its row count and content hash as the load left it; of a plan, what would
 * become of them. That rows were removed is said only where some were.
 */
export function LoadTables({ tables, isPlan }: { readonly tables: readonly TableRow[]; readonly isPlan: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo(
    (): GridColumn<TableRow>[] => [
      { id: 'name', title: t('load.table'), cell: ({ name }) => <code>{name}</code> },
      ...changes
        .filter((name) => name !== 'removed' || tables.some((it) => it.removed > 0))
        .map(
          (name): GridColumn<TableRow> => ({
            id: name,
            title: t(`load.${name}`),
            align: 'right',
            sort: (it) => it[name],
            cell: (it) => number(it[name]),
          }),
        ),
      {
        id: 'rows',
        title: t('load.rows'),
        align: 'right',
        sort: (it) => rowsOf(it, isPlan),
        cell: (it) => number(rowsOf(it, isPlan)),
      },
      ...(isPlan ? [] : [hashColumn(t)]),
    ],
    [t, number, tables, isPlan],
  );
  const title = isPlan ? t('load.tablesPlanned') : t('load.tables');
  return (
    <div>
      <h3>{title}</h3>
      <DataGrid dense label={title} columns={columns} rows={tables} idOf={({ name }) => name} />
    </div>
  );
}

/** A plan's own count is of the rows before it. */
const rowsOf = ({ rows, added }: TableRow, isPlan: boolean) => (isPlan ? rows + added : rows);

const hashColumn = (t: TFunction): GridColumn<TableRow> => ({
  id: 'hash',
  title: t('load.hash'),
  help: t('load.hashHelp'),
  align: 'right',
  cell: ({ contentHash }) => (
    <span className={css.hash}>
      <code title={contentHash}>{contentHash.slice(-8)}</code>
      <CopyButton text={contentHash} />
    </span>
  ),
});
