import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session.ts';
import { Rider } from '../../ui/rider.tsx';
import { Wheels } from '../../ui/wheels.tsx';
import { PlaceLink } from './place-link.tsx';
import { domainPlaces, installationPlaces, type Place, places } from './places.ts';
import { ProjectSwitcher } from './project-switcher.tsx';
import css from './rail.module.css';
import { useDomainAtHand } from './use-domain-at-hand.ts';

/** Where one can go: the project, its data places, its model places, its domain. Narrow, it shows icons only. */
export function Rail({
  projectId,
  narrow,
  onNarrow,
}: {
  readonly projectId: string | undefined;
  readonly narrow: boolean;
  readonly onNarrow?: () => void;
}) {
  const { t } = useTranslation();
  const label = narrow ? t('app.expand') : t('app.collapse');
  const brand = (
    <>
      <Wheels />
      {!narrow && <span>{t('app.name')}</span>}
    </>
  );
  return (
    <nav className={css.rail} data-narrow={narrow || undefined} aria-label={t('place.projects')}>
      {projectId ? (
        <Link className={css.brand} to="/projects/$projectId" params={{ projectId }} aria-label={t('app.name')}>
          {brand}
        </Link>
      ) : (
        <Link className={css.brand} to="/" aria-label={t('app.name')}>
          {brand}
        </Link>
      )}
      {projectId && (
        <>
          {!narrow && <ProjectSwitcher projectId={projectId} />}
          <ProjectPlaces projectId={projectId} narrow={narrow} of="both" />
          <ProjectPlaces projectId={projectId} narrow={narrow} of="data" title={t('place.data')} />
          <ProjectPlaces projectId={projectId} narrow={narrow} of="model" title={t('place.models')} />
        </>
      )}
      <DomainPlaces projectId={projectId} narrow={narrow} />
      <InstallationPlaces narrow={narrow} />
      {onNarrow && (
        <Tooltip label={label} position="right">
          <ActionIcon className={css.collapse} aria-label={label} onClick={onNarrow}>
            {narrow ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
          </ActionIcon>
        </Tooltip>
      )}
    </nav>
  );
}

/** Places under one heading. */
function Group({
  title,
  narrow,
  of,
  children,
}: {
  readonly title: string | undefined;
  readonly narrow: boolean;
  readonly of?: Place['of'];
  readonly children: ReactNode;
}) {
  return (
    <div className={css.group}>
      {title && !narrow && (
        <div className={css.title}>
          {of && of !== 'both' && <Rider of={of} size={8} />}
          <span>{title}</span>
        </div>
      )}
      <ul>{children}</ul>
    </div>
  );
}

function ProjectPlaces({
  projectId,
  narrow,
  of,
  title,
}: {
  readonly projectId: string;
  readonly narrow: boolean;
  readonly of: Place['of'];
  readonly title?: string;
}) {
  return (
    <Group title={title} narrow={narrow} of={of}>
      {places
        .filter((place) => place.of === of)
        .map(({ name, to, icon }) => (
          <PlaceLink
            key={name}
            {...{ name, narrow, icon, of, to }}
            params={{ projectId }}
            activeOptions={{ exact: name === 'overview', includeSearch: false }}
          />
        ))}
    </Group>
  );
}

/** The places of the domain at hand, for whoever has a say there. */
function DomainPlaces({ projectId, narrow }: { readonly projectId: string | undefined; readonly narrow: boolean }) {
  const { t } = useTranslation();
  const domain = useDomainAtHand(projectId);
  const { data: me } = useQuery(meQuery());
  const theirs = domain && me ? domainPlaces.filter(({ may }) => may(me, domain.id)) : [];
  if (!domain || theirs.length === 0) return null;
  return (
    <Group title={t('place.domain')} narrow={narrow}>
      {theirs.map(({ name, to, icon }) => (
        <PlaceLink
          key={name}
          {...{ name, narrow, icon, to }}
          params={{ domainId: domain.id }}
          activeOptions={{ includeSearch: false }}
        />
      ))}
    </Group>
  );
}

function InstallationPlaces({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery());
  const theirs = me ? installationPlaces.filter(({ may }) => may(me)) : [];
  if (theirs.length === 0) return null;
  return (
    <Group title={t('place.installation')} narrow={narrow}>
      {theirs.map(({ name, to, icon }) => (
        <PlaceLink key={name} {...{ name, narrow, icon, to }} activeOptions={{ includeSearch: false }} />
      ))}
    </Group>
  );
}
