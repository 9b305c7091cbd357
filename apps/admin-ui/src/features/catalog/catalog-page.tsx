import { Select } from '@mantine/core';
import { entryKinds } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { catalogQuery } from '../../api/catalog.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchForm } from '../../ui/search-form.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { EntryList } from './entry-list.tsx';

/** Everything of a project that people look for, found by names, columns and the words of the glossary. */
export function CatalogPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const search = useSearch({ from: '/signed-in/projects/$projectId/catalog' });
  const { entry: open, ...asked } = search;
  const query = useQuery(catalogQuery(projectId, asked));
  const chosen = query.data?.find(({ entry }) => entry === open);
  const go = (next: typeof search) =>
    void navigate({ to: '/projects/$projectId/catalog', params: { projectId }, search: next, resetScroll: false });
  const { kind } = asked;
  return (
    <Page
      title={t('place.catalog')}
      what={t('catalog.what')}
      well={query.data && t('catalog.well', { count: query.data.length })}
      of="data"
    >
      <SearchForm
        key={asked.search ?? ''}
        label={t('catalog.search')}
        placeholder={t('catalog.searchPlace')}
        value={asked.search ?? ''}
        onSearch={(it) => go({ ...(kind ? { kind } : {}), ...(it ? { search: it } : {}) })}
      >
        <Select
          label={t('catalog.kindOf')}
          placeholder={t('jobs.all')}
          data={entryKinds.map((it) => ({ value: it, label: t(`catalog.kind.${it}`) }))}
          value={kind ?? null}
          clearable
          onChange={(it) => {
            const next = entryKinds.find((known) => known === it);
            go({ ...(asked.search ? { search: asked.search } : {}), ...(next ? { kind: next } : {}) });
          }}
        />
      </SearchForm>
      <Beside
        list={
          <Answer query={query}>
            {(entries) =>
              entries.length === 0 ? (
                <EmptyPlace
                  of="data"
                  title={t(Object.keys(asked).length > 0 ? 'catalog.noMatch' : 'catalog.none')}
                  next={t(Object.keys(asked).length > 0 ? 'catalog.noMatchNext' : 'catalog.noneNext')}
                />
              ) : (
                <EntryList projectId={projectId} entries={entries} search={search} />
              )
            }
          </Answer>
        }
        detail={
          chosen && <EntryDetail key={chosen.entry} projectId={projectId} entry={chosen} onClose={() => go(asked)} />
        }
      />
    </Page>
  );
}
