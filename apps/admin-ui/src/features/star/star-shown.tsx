import { keyOf, type Source, type Star, type StarTable, tablesOf } from '@tandem/data-model';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Section } from '../../ui/page.tsx';
import { StarChecks } from './star-checks.tsx';
import css from './star-shown.module.css';
import { StarTraining } from './star-training.tsx';
import { typeName } from './type-name.ts';

/** What a star says, part by part: its tables, the files that fill them, its checks, and what is forecast. */
export function StarShown({ projectId, star }: { readonly projectId: string; readonly star: Star }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('star.tables')} help={t('star.tablesHelp')}>
        <TableGrid projectId={projectId} star={star} />
      </Section>
      <Section title={t('star.sources')} help={t('star.sourcesHelp')}>
        <SourceGrid sources={star.sources} />
      </Section>
      <Section title={t('star.checks')} help={t('star.checksHelp')}>
        <StarChecks checks={star.checks} />
      </Section>
      <Section title={t('star.training')}>
        <StarTraining star={star} />
      </Section>
    </>
  );
}

function TableGrid({ projectId, star }: { readonly projectId: string; readonly star: Star }) {
  const { t } = useTranslation();
  const columns = useMemo((): GridColumn<StarTable>[] => {
    const sourcesOf = (table: string) =>
      star.sources.filter(({ feeds }) => feeds.some((it) => it.table === table)).map((it) => it.name);
    return [
      {
        id: 'name',
        title: t('load.table'),
        cell: ({ name, description }) => (
          <>
            <Link to="/projects/$projectId/tables/$table" params={{ projectId, table: name }}>
              <code>{name}</code>
            </Link>
            {description && <p className={css.meaning}>{description}</p>}
          </>
        ),
      },
      { id: 'kind', title: t('tables.kind'), cell: ({ kind }) => t(`tables.${kind}`) },
      { id: 'key', title: t('tables.key'), cell: (table) => <code>{keyOf(table).join(' × ')}</code> },
      { id: 'columns', title: t('tables.columns'), cell: (table) => <Columns table={table} /> },
      { id: 'sources', title: t('star.filledBy'), cell: ({ name }) => <code>{sourcesOf(name).join(', ')}</code> },
    ];
  }, [t, projectId, star]);
  return <DataGrid label={t('star.tables')} columns={columns} rows={tablesOf(star)} idOf={({ name }) => name} />;
}

function Columns({ table }: { readonly table: StarTable }) {
  return (
    <ul className={css.columns}>
      {table.columns.map(({ name, type, references }) => (
        <li key={name}>
          <code>{name}</code> <span>{typeName(type)}</span>
          {references && (
            <>
              {' → '}
              <code>{references}</code>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function SourceGrid({ sources }: { readonly sources: readonly Source[] }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<Source>[] => [
      { id: 'name', title: t('star.source'), cell: ({ name }) => <code>{name}</code> },
      {
        id: 'header',
        title: t('star.header'),
        cell: (it) => <code className={css.header}>{it.columns.map(({ name }) => name).join(', ')}</code>,
      },
      {
        id: 'feeds',
        title: t('star.feeds'),
        cell: ({ feeds }) => <code>{[...new Set(feeds.map((it) => it.table))].join(', ')}</code>,
      },
    ],
    [t],
  );
  return <DataGrid label={t('star.sources')} columns={columns} rows={sources} idOf={({ name }) => name} />;
}
