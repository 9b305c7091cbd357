import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayOnDomain, mayOnPeople } from '../../../api/may.ts';
import { usersQuery } from '../../../api/people.ts';
import { domainsQuery } from '../../../api/projects.ts';
import { meQuery } from '../../../api/session.ts';
import { Page } from '../../../ui/page.tsx';
import { PartNav } from '../../../ui/part-nav.tsx';
import { Groups } from './groups.tsx';
import { MayThey } from './may-they.tsx';
import { DomainOwners } from './owners.tsx';
import { Units } from './units.tsx';
import { Users } from './users.tsx';

/** The people of a domain: users, groups, units and owners, and what somebody may. Who may not change them may look. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { domainId } = useParams({ from: '/signed-in/outside/domains/$domainId/people' });
  const { part = 'users', id } = useSearch({ from: '/signed-in/outside/domains/$domainId/people' });
  const { data: me } = useQuery(meQuery());
  const { data: users } = useQuery(usersQuery(domainId));
  const { data: domains = [] } = useQuery(domainsQuery());
  const isTheirs = me !== undefined && mayOnDomain(me, 'manage', domainId);
  const parts = isTheirs
    ? (['users', 'groups', 'units', 'owners', 'permission'] as const)
    : (['users', 'groups', 'units', 'owners'] as const);
  return (
    <Page
      title={t('place.people')}
      what={t('people.what', { domain: domains.find((it) => it.id === domainId)?.name ?? '' })}
      well={users && t('people.well', { count: users.length })}
      of="both"
      action={<DomainSelect domainId={domainId} />}
    >
      <PartNav label={t('people.parts')}>
        {parts.map((it) => (
          <Link
            key={it}
            to="/domains/$domainId/people"
            params={{ domainId }}
            search={it === 'users' ? {} : { part: it }}
            // What is open in the part does not count.
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={it === part ? 'page' : undefined}
          >
            {t(`people.part.${it}`)}
          </Link>
        ))}
      </PartNav>
      {part === 'users' && <Users domainId={domainId} isTheirs={isTheirs} open={id} />}
      {part === 'groups' && <Groups domainId={domainId} isTheirs={isTheirs} open={id} />}
      {part === 'units' && <Units domainId={domainId} isTheirs={isTheirs} open={id} />}
      {part === 'owners' && <DomainOwners domainId={domainId} isTheirs={isTheirs} />}
      {part === 'permission' && isTheirs && <MayThey domainId={domainId} />}
    </Page>
  );
}

/** Another domain of whoever has a say in more than one. */
function DomainSelect({ domainId }: { readonly domainId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery());
  const { data: domains = [] } = useQuery(domainsQuery());
  const theirs = domains.filter(({ id }) => me && mayOnPeople(me, id));
  if (theirs.length < 2) return null;
  return (
    <Select
      aria-label={t('people.domain')}
      data={theirs.map(({ id, name }) => ({ value: id, label: name }))}
      value={domainId}
      allowDeselect={false}
      onChange={(it) => it && void navigate({ to: '/domains/$domainId/people', params: { domainId: it } })}
    />
  );
}
