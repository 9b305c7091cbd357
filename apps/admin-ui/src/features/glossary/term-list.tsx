import type { Term } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { termName } from '../../ui/term-names.tsx';

/** The words, in both languages, with what else people call them. */
export function TermList({
  domainId,
  terms,
  search,
  open,
}: {
  readonly domainId: string;
  readonly terms: readonly Term[];
  readonly search: string | undefined;
  readonly open: string | undefined;
}) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const columns = useMemo(
    (): GridColumn<Term>[] => [
      {
        id: 'name',
        title: t('glossary.name'),
        sort: (it) => termName(it, language),
        cell: (it) => (
          <Link
            to="/domains/$domainId/glossary"
            params={{ domainId }}
            search={{ ...(search ? { search } : {}), term: it.id }}
            resetScroll={false}
          >
            {termName(it, language)}
          </Link>
        ),
      },
      {
        id: 'other',
        title: t(language === 'ko' ? 'glossary.en' : 'glossary.ko'),
        cell: ({ ko, en }) => <span lang={language === 'ko' ? 'en' : 'ko'}>{language === 'ko' ? en : ko}</span>,
      },
      { id: 'synonyms', title: t('glossary.synonyms'), cell: ({ synonyms }) => synonyms.join(', ') },
      { id: 'description', title: t('glossary.description'), cell: ({ description }) => description },
    ],
    [t, language, domainId, search],
  );
  return <DataGrid label={t('place.glossary')} columns={columns} rows={terms} idOf={({ id }) => id} chosen={open} />;
}
