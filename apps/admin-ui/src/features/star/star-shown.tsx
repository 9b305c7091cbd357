import { IconHistory } from '@tabler/icons-react';
import { keepsHistory, keyOf, type Source, type Star, type StarTable, tablesOf } from '@tandem/data-model';
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
        <SourceGrid star={star} />
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
      {
        id: 'key',
        title: t('tables.key'),
        cell: (table) => (
          <>
            <code>{keyOf(table).join(' × ')}</code>
            {keepsHistory(table) && <p className={css.meaning}>{t('star.inVersions')}</p>}
          </>
        ),
      },
      { id: 'columns', title: t('tables.columns'), cell: (table) => <Columns table={table} /> },
      { id: 'sources', title: t('star.filledBy'), cell: ({ name }) => <code>{sourcesOf(name).join(', ')}</code> },
    ];
  }, [t, projectId, star]);
  return <DataGrid label={t('star.tables')} columns={columns} rows={tablesOf(star)} idOf={({ name }) => name} />;
}

function Columns({ table }: { readonly table: StarTable }) {
  const { t } = useTranslation();
  return (
    <ul className={css.columns}>
      {table.columns.map(({ name, type, references, history }) => (
        <li key={name}>
          <code>{name}</code> <span>{typeName(type)}</span>
          {references && (
            <>
              {' → '}
              <code>{references}</code>
            </>
          )}
          {history === 'type 2' && (
            <span className={css.history} title={t('star.keepsHelp')}>
              <IconHistory size={13} aria-hidden />
              {t('star.keeps')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function SourceGrid({ star }: { readonly star: Star }) {
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
      ...(star.dimensions.some(keepsHistory)
        ? [{ id: 'since', title: t('star.since'), cell: (it: Source) => <Since star={star} source={it} /> }]
        : []),
    ],
    [t, star],
  );
  return <DataGrid label={t('star.sources')} columns={columns} rows={star.sources} idOf={({ name }) => name} />;
}

/** What says since when the versions hold that a source brings. */
function Since({ star, source: { feeds } }: { readonly star: Star; readonly source: Source }) {
  const { t } = useTranslation();
  const kept = star.dimensions.filter(keepsHistory).map(({ name }) => name);
  return feeds
    .filter(({ table }) => kept.includes(table))
    .map(({ table, validFrom, latestBy }) => {
      const day = validFrom ?? latestBy;
      return <div key={table}>{day === undefined ? t('star.dayOfLoad') : <code>{day}</code>}</div>;
    });
}
