import { Tooltip } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayOnPeople } from '../../api/may.ts';
import { domainsQuery, projectsQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import css from './rail.module.css';

/** The places of the domain at hand, for whoever has a say there. */
export function DomainPlaces({
  projectId,
  narrow,
}: {
  readonly projectId: string | undefined;
  readonly narrow: boolean;
}) {
  const { t } = useTranslation();
  const domain = useDomainAtHand(projectId);
  const { data: me } = useQuery(meQuery());
  if (!domain || !me || !mayOnPeople(me, domain.id)) return null;
  return (
    <div className={css.group}>
      {!narrow && (
        <div className={css.title}>
          <span>{t('place.domain')}</span>
        </div>
      )}
      <ul>
        <li>
          <Tooltip label={t('place.people')} position="right" disabled={!narrow}>
            <Link
              className={css.place}
              to="/domains/$domainId/people"
              params={{ domainId: domain.id }}
              activeOptions={{ includeSearch: false }}
              aria-label={t('place.people')}
            >
              <IconUsersGroup size={18} stroke={1.75} aria-hidden />
              {!narrow && <span>{t('place.people')}</span>}
            </Link>
          </Tooltip>
        </li>
      </ul>
    </div>
  );
}

/** The domain in the address, else that of the project, else the first. */
export function useDomainAtHand(projectId: string | undefined) {
  const { domainId } = useParams({ strict: false });
  const { data: domains = [] } = useQuery(domainsQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  const wanted = domainId ?? projects.find(({ id }) => id === projectId)?.domainId;
  return wanted === undefined ? domains[0] : domains.find(({ id }) => id === wanted);
}
