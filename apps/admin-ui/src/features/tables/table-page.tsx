import type { Table } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { tablesQuery } from '../../api/tables.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { Page } from '../../ui/page.tsx';
import { ColumnList } from './column-list.tsx';
import { grainOf, hasVersions } from './grain.ts';
import { KindMark } from './kind-mark.tsx';
import { RowPreview } from './row-preview.tsx';
import css from './table-page.module.css';
import { useTablesHead } from './use-tables-head.ts';

/** One table beside the list of all: its columns and its rows. */
export function TablePage() {
  const { t } = useTranslation();
  const { projectId, table: name } = useParams({ from: '/signed-in/projects/$projectId/tables/$table' });
  const query = useQuery(tablesQuery(projectId));
  const head = useTablesHead(query.data);
  return (
    <Page title={t('place.tables')} what={head.what} well={head.well} of="data">
      <Answer query={query}>
        {(tables) => {
          const table = tables.find((it) => it.name === name);
          return (
            <Beside
              wide="detail"
              list={<Names projectId={projectId} tables={tables} />}
              detail={table ? <Detail projectId={projectId} table={table} /> : <p>{t('app.notFound')}</p>}
            />
          );
        }}
      </Answer>
    </Page>
  );
}

function Names({ projectId, tables }: { readonly projectId: string; readonly tables: readonly Table[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <nav className={css.names} aria-label={t('tables.list')}>
      {tables.map(({ name, rows }) => (
        <Link key={name} to="/projects/$projectId/tables/$table" params={{ projectId, table: name }}>
          <code>{name}</code>
          <span>{number(rows)}</span>
        </Link>
      ))}
    </nav>
  );
}

function Detail({ projectId, table }: { readonly projectId: string; readonly table: Table }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <article className={css.detail}>
      <header>
        <h2>
          <code>{table.name}</code>
        </h2>
        <p className={css.meta}>
          <KindMark kind={table.kind} />
          <span>{t('figure.rows', { value: number(table.rows) })}</span>
          <span>{t(...grainOf(table))}</span>
        </p>
        <p>{table.description}</p>
        {hasVersions(table) && <p>{t('tables.versions')}</p>}
      </header>
      <ColumnList projectId={projectId} columns={table.columns} />
      <RowPreview projectId={projectId} table={table} />
    </article>
  );
}
