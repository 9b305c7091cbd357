import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../api/audit.ts';
import { domainsQuery } from '../../api/projects.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Older } from '../../ui/older.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { AuditFilter } from './audit-filter.tsx';
import { AuditList } from './audit-list.tsx';
import type { AuditSearch } from './audit-search.ts';
import { EventDetail } from './event-detail.tsx';
import { Verification } from './verification.tsx';

/** Who changed what and when in the whole installation, and whether the log is as it was written. */
export function InstallationAuditPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/outside/installation/audit' });
  return (
    <Audit
      what={t('audit.whatAll')}
      domainId={undefined}
      search={search}
      onSearch={(next) => void navigate({ to: '/installation/audit', search: next, resetScroll: false })}
    />
  );
}

/** The same in one domain and its projects, for its owners. */
export function DomainAuditPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { domainId } = useParams({ from: '/signed-in/outside/domains/$domainId/audit' });
  const search = useSearch({ from: '/signed-in/outside/domains/$domainId/audit' });
  const { data: domains = [] } = useQuery(domainsQuery());
  const domain = domains.find(({ id }) => id === domainId)?.name ?? '';
  return (
    <Audit
      what={t('audit.whatIn', { domain })}
      domainId={domainId}
      search={search}
      onSearch={(next) =>
        void navigate({ to: '/domains/$domainId/audit', params: { domainId }, search: next, resetScroll: false })
      }
    />
  );
}

function Audit({
  what,
  domainId,
  search,
  onSearch,
}: {
  readonly what: string;
  readonly domainId: string | undefined;
  readonly search: AuditSearch;
  readonly onSearch: (search: AuditSearch) => void;
}) {
  const { t } = useTranslation();
  const { event: open, ...asked } = search;
  const query = useInfiniteQuery(auditQuery(domainId, asked));
  return (
    <Page title={t('place.audit')} what={what} of="both">
      {domainId === undefined && <Verification onOpen={(event) => onSearch({ event })} />}
      <Section title={t('audit.events')}>
        <AuditFilter
          key={JSON.stringify(asked)}
          asked={asked}
          events={query.data ?? []}
          isOfAll={domainId === undefined}
          onAsk={onSearch}
        />
        <Beside
          list={
            <Answer query={query}>
              {(events) =>
                events.length === 0 ? (
                  <EmptyPlace of="both" title={t('audit.none')} next={t('audit.noneNext')} />
                ) : (
                  <>
                    <AuditList events={events} open={open} onOpen={(event) => onSearch({ ...asked, event })} />
                    <Older query={query}>{t('audit.older')}</Older>
                  </>
                )
              }
            </Answer>
          }
          detail={
            open !== undefined && (
              <EventDetail key={open} domainId={domainId} seq={open} onAsk={onSearch} onClose={() => onSearch(asked)} />
            )
          }
        />
      </Section>
    </Page>
  );
}
