import type { CatalogEntry } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Rider } from '../../ui/rider.tsx';
import { TermNames } from '../../ui/term-names.tsx';
import css from './catalog.module.css';

/** What a search found, best first. */
export function EntryList({
  projectId,
  entries,
  search,
}: {
  readonly projectId: string;
  readonly entries: readonly CatalogEntry[];
  readonly search: { readonly search?: string; readonly kind?: CatalogEntry['kind']; readonly entry?: string };
}) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<CatalogEntry>[] => [
      {
        id: 'name',
        title: t('catalog.name'),
        sort: ({ name }) => name,
        cell: ({ entry, name }) => (
          <Link
            className={css.name}
            to="/projects/$projectId/catalog"
            params={{ projectId }}
            search={{ ...search, entry }}
            resetScroll={false}
          >
            {name}
          </Link>
        ),
      },
      {
        id: 'kind',
        title: t('catalog.kindOf'),
        sort: ({ kind }) => kind,
        cell: ({ kind }) => (
          <span className={css.kind}>
            <Rider of={kind === 'table' || kind === 'file' ? 'data' : 'model'} size={8} />
            {t(`catalog.kind.${kind}`)}
          </span>
        ),
      },
      { id: 'terms', title: t('catalog.terms'), cell: ({ terms }) => <TermNames terms={terms} /> },
      {
        id: 'description',
        title: t('catalog.description'),
        cell: ({ description }) => <span lang="en">{description}</span>,
      },
    ],
    [t, projectId, search],
  );
  return (
    <DataGrid
      label={t('catalog.entries')}
      columns={columns}
      rows={entries}
      idOf={({ entry }) => entry}
      chosen={search.entry}
    />
  );
}
