import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useRouterState } from '@tanstack/react-router';
import { Fragment, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { domainsQuery, projectsQuery } from '../../api/projects.ts';
import { outsidePlaceAt, placeAt } from './places.ts';
import css from './where-am-i.module.css';

/** Domain / project / place, each but the domain a link. Outside of projects, what leads to the page. */
export function WhereAmI() {
  const parts = useParts().filter((it) => it !== undefined);
  const { t } = useTranslation();
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

function useParts(): (ReactElement | undefined)[] {
  const { t } = useTranslation();
  const { projectId, domainId } = useParams({ strict: false });
  const pathname = useRouterState({ select: (it) => it.location.pathname });
  const place = placeAt(pathname);
  const outside = outsidePlaceAt(pathname);
  const { data: projects = [] } = useQuery(projectsQuery());
  const { data: domains = [] } = useQuery(domainsQuery());
  const project = projects.find(({ id }) => id === projectId);
  const domain = domains.find(({ id }) => id === (domainId ?? project?.domainId));
  const ofDomain = domain && <span key="domain">{domain.name}</span>;
  if (projectId) {
    return [
      ofDomain,
      project && (
        <Link key="project" to="/projects/$projectId" params={{ projectId }} activeOptions={{ exact: true }}>
          {project.name}
        </Link>
      ),
      <Link key="place" className={css.place} to={place.to} params={{ projectId }}>
        {t(`place.${place.name}`)}
      </Link>,
    ];
  }
  return [
    ofDomain,
    outside && (
      <Link key="place" className={css.place} to={pathname}>
        {t(`place.${outside.name}`)}
      </Link>
    ),
  ];
}
