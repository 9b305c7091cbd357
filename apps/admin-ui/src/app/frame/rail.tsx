import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Rider } from '../../ui/rider.tsx';
import { Wheels } from '../../ui/wheels.tsx';
import { DomainPlaces } from './domain-places.tsx';
import { type Place, places } from './places.ts';
import { ProjectSwitcher } from './project-switcher.tsx';
import css from './rail.module.css';

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
  const at = (of: Place['of']) => places.filter((place) => place.of === of);
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
          <PlaceList projectId={projectId} narrow={narrow} list={at('both')} />
          <PlaceList projectId={projectId} narrow={narrow} list={at('data')} title={t('place.data')} of="data" />
          <PlaceList projectId={projectId} narrow={narrow} list={at('model')} title={t('place.models')} of="model" />
        </>
      )}
      <DomainPlaces projectId={projectId} narrow={narrow} />
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

function PlaceList({
  projectId,
  narrow,
  list,
  title,
  of,
}: {
  readonly projectId: string;
  readonly narrow: boolean;
  readonly list: readonly Place[];
  readonly title?: string;
  readonly of?: 'data' | 'model';
}) {
  const { t } = useTranslation();
  return (
    <div className={css.group}>
      {title && of && !narrow && (
        <div className={css.title}>
          <Rider of={of} size={8} />
          <span>{title}</span>
        </div>
      )}
      <ul>
        {list.map(({ name, to, of: rider, icon: Icon }) => (
          <li key={name}>
            <Tooltip label={t(`place.${name}`)} position="right" disabled={!narrow}>
              <Link
                className={css.place}
                data-of={rider}
                to={to}
                params={{ projectId }}
                activeOptions={{ exact: name === 'overview', includeSearch: false }}
                aria-label={t(`place.${name}`)}
              >
                <Icon size={18} stroke={1.75} aria-hidden />
                {!narrow && <span>{t(`place.${name}`)}</span>}
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
    </div>
  );
}
