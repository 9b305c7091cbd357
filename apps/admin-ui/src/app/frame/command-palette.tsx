import { Spotlight } from '@mantine/spotlight';
import { IconApi, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { batchForecastsQuery } from '../../api/forecasts.ts';
import { keys } from '../../api/keys.ts';
import { starQuery } from '../../api/star.ts';
import { Rider } from '../../ui/rider.tsx';
import { useReachablePlaces } from './use-reachable-places.ts';

/** Goes to a place, a table or a store by a few letters. */
export function CommandPalette({ projectId }: { readonly projectId: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const matches = (...words: readonly string[]) =>
    words.some((word) => word.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()));

  // By the star and not by what lies in the tables: that would start a warehouse that somebody has stopped.
  const { data: star } = useQuery({ ...starQuery(projectId ?? ''), enabled: projectId !== undefined });
  const tables = star ? [...star.dimensions, ...star.facts] : [];
  const stores = useStores(projectId, wanted);
  const foundPlaces = useReachablePlaces(projectId).filter(({ name }) => matches(t(`place.${name}`), name));
  const foundTables = wanted ? tables.filter(({ name }) => matches(name)) : [];
  const docs = matches(t('bar.apiDocs'));

  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} scrollable maxHeight={420}>
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {foundPlaces.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.places')}>
            {foundPlaces.map(({ name, of, icon: Icon, go }) => (
              <Spotlight.Action
                key={`${name} ${of}`}
                {...(of ? { description: of } : {})}
                label={t(`place.${name}`)}
                leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
                onClick={go}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {projectId && foundTables.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.tables')}>
            {foundTables.map(({ name }) => (
              <Spotlight.Action
                key={name}
                label={name}
                leftSection={<Rider of="data" />}
                onClick={() =>
                  void navigate({ to: '/projects/$projectId/tables/$table', params: { projectId, table: name } })
                }
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {projectId && stores.items.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.stores')}>
            {stores.items.map(({ id, title }) => (
              <Spotlight.Action
                key={id}
                label={title}
                description={id}
                leftSection={<Rider of="model" />}
                onClick={() =>
                  void navigate({
                    to: '/projects/$projectId/forecasts/$batchId/$itemId',
                    params: { projectId, batchId: stores.batchId, itemId: id },
                  })
                }
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {docs && (
          <Spotlight.ActionsGroup label={t('palette.actions')}>
            <Spotlight.Action
              label={t('bar.apiDocs')}
              leftSection={<IconApi size={18} stroke={1.75} aria-hidden />}
              onClick={() => window.open('/api/docs', '_blank', 'noopener')}
            />
          </Spotlight.ActionsGroup>
        )}
        {foundPlaces.length + foundTables.length + stores.items.length === 0 && !docs && (
          <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Stores of the newest forecast that match. */
function useStores(project: string | undefined, search: string) {
  const projectId = project ?? '';
  const { data: batches = [] } = useQuery({ ...batchForecastsQuery(projectId), enabled: projectId !== '' });
  const batchId = batches.find(({ state }) => state === 'succeeded')?.id ?? '';
  const { data } = useQuery({
    queryKey: [...keys.project(projectId), 'palette', batchId, search],
    queryFn: ({ signal }) =>
      client.listForecastItems(
        { params: { projectId, batchForecastId: batchId }, query: { search, limit: 8 } },
        { signal },
      ),
    enabled: batchId !== '' && search !== '',
    placeholderData: keepPreviousData,
  });
  return { batchId, items: search === '' ? [] : (data?.items ?? []) };
}
