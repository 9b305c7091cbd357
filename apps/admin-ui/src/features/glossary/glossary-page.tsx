import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { termsQuery } from '../../api/catalog.ts';
import { mayOnDomain } from '../../api/may.ts';
import { domainsQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchForm } from '../../ui/search-form.tsx';
import { NewTermDetail, TermDetail } from './term-detail.tsx';
import { TermList } from './term-list.tsx';

/** The words of a domain's business, by which its catalogs are searched; for owners and stewards, to be kept. */
export function GlossaryPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { domainId } = useParams({ from: '/signed-in/outside/domains/$domainId/glossary' });
  const { search, term: open } = useSearch({ from: '/signed-in/outside/domains/$domainId/glossary' });
  const { data: me } = useQuery(meQuery());
  const { data: domains = [] } = useQuery(domainsQuery());
  const query = useQuery(termsQuery(domainId, search));
  const isTheirs = me !== undefined && mayOnDomain(me, 'curate', domainId);
  const chosen = query.data?.find(({ id }) => id === open);
  const go = (next: { search?: string | undefined; term?: string | undefined }) =>
    void navigate({
      to: '/domains/$domainId/glossary',
      params: { domainId },
      search: { ...(next.search ? { search: next.search } : {}), ...(next.term ? { term: next.term } : {}) },
      resetScroll: false,
    });
  const close = () => go({ search });
  return (
    <Page
      title={t('place.glossary')}
      what={t('glossary.what', { domain: domains.find(({ id }) => id === domainId)?.name ?? '' })}
      well={query.data && t('glossary.well', { count: query.data.length })}
      of="data"
      action={isTheirs && <Button onClick={() => go({ search, term: 'new' })}>{t('glossary.add')}</Button>}
    >
      <SearchForm
        key={search ?? ''}
        label={t('glossary.search')}
        placeholder={t('glossary.searchPlace')}
        value={search ?? ''}
        onSearch={(it) => go({ search: it })}
      />
      <Beside
        list={
          <Answer query={query}>
            {(terms) =>
              terms.length === 0 ? (
                <EmptyPlace
                  of="data"
                  title={t(search ? 'glossary.noMatch' : 'glossary.none')}
                  next={t(search ? 'glossary.noMatchNext' : isTheirs ? 'glossary.noneNext' : 'glossary.noneOfOthers')}
                />
              ) : (
                <TermList domainId={domainId} terms={terms} search={search} open={open} />
              )
            }
          </Answer>
        }
        detail={
          open === 'new' && isTheirs ? (
            <NewTermDetail domainId={domainId} onMade={(term) => go({ term })} onClose={close} />
          ) : (
            chosen && <TermDetail key={chosen.id} term={chosen} isTheirs={isTheirs} onClose={close} />
          )
        }
      />
    </Page>
  );
}
