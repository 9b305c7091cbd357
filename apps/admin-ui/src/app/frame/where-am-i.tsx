import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { domainsQuery, projectsQuery } from '../../api/projects.ts';
import { placeAt } from './places.ts';
import css from './where-am-i.module.css';

/** Domain / project / place, each but the domain a link. */
export function WhereAmI({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const place = useRouterState({ select: (it) => placeAt(it.location.pathname) });
  const { data: project } = useQuery({
    ...projectsQuery(),
    select: (list) => list.find(({ id }) => id === projectId),
  });
  const { data: domain } = useQuery({
    ...domainsQuery(),
    select: (list) => list.find(({ id }) => id === project?.domainId),
  });
  const parts = [
    domain && <span key="domain">{domain.name}</span>,
    project && (
      <Link key="project" to="/projects/$projectId" params={{ projectId }} activeOptions={{ exact: true }}>
        {project.name}
      </Link>
    ),
    <Link key="place" className={css.place} to={place.to} params={{ projectId }}>
      {t(`place.${place.name}`)}
    </Link>,
  ].filter((it) => it !== undefined);
  return (
    <nav className={css.where} aria-label={t('bar.where')}>
      {parts.map((part, i) => (
        <Fragment key={part.key}>
          {i > 0 && (
            <span className={css.slash} aria-hidden>
              /
            </span>
          )}
          {part}
        </Fragment>
      ))}
    </nav>
  );
}
