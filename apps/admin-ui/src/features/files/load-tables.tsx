import type { LoadReport } from '@tandem/data-model/contract';
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
      <DataGrid label={t('load.perFile')} columns={columns} rows={files} idOf={({ name }) => name} />
    </div>
  );
}

/** Row count and content hash of each table as the load left it. */
export function LoadTables({ tables }: { readonly tables: readonly TableRow[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo(
    (): GridColumn<TableRow>[] => [
      { id: 'name', title: t('load.table'), cell: ({ name }) => <code>{name}</code> },
      { id: 'rows', title: t('load.rows'), align: 'right', sort: (it) => it.rows, cell: (it) => number(it.rows) },
      {
        id: 'hash',
        title: t('load.hash'),
        help: t('load.hashHelp'),
        align: 'right',
        cell: ({ contentHash }) => (
          <span className={css.hash}>
            <code>{contentHash.slice(0, 10)}</code>
            <CopyButton text={contentHash} />
          </span>
        ),
      },
    ],
    [t, number],
  );
  return (
    <div>
      <h3>{t('load.tables')}</h3>
      <DataGrid label={t('load.tables')} columns={columns} rows={tables} idOf={({ name }) => name} />
    </div>
  );
}
