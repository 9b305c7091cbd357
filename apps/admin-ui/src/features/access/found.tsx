import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Listing } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listingsQuery, requestsQuery, subscriptionsQuery } from '../../api/access.ts';
import { projectsQuery } from '../../api/projects.ts';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Section } from '../../ui/page.tsx';
import { RequestAccess } from './request-access.tsx';
import { WhatIsShared } from './what-is-shared.tsx';

/** What the projects of the domain have published, and the way to ask for it. */
export function Found({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { data: project } = useQuery({
    ...projectsQuery(),
    select: (list) => list.find(({ id }) => id === projectId),
  });
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  return (
    <Section
      title={t('access.found')}
      help={t('access.foundHelp')}
      tools={
        <TextInput
          aria-label={t('access.search')}
          placeholder={t('access.search')}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      }
    >
      {project && <Listings projectId={projectId} domainId={project.domainId} search={search} />}
    </Section>
  );
}

function Listings({
  projectId,
  domainId,
  search,
}: {
  readonly projectId: string;
  readonly domainId: string;
  readonly search: string;
}) {
  const { t } = useTranslation();
  const query = useQuery(listingsQuery(domainId, search));
  const { data: requests } = useQuery(requestsQuery(projectId));
  const { data: had } = useQuery(subscriptionsQuery(projectId, 'subscriber'));
  const [asking, setAsking] = useState<Listing | null>(null);
  const columns = useMemo(
    (): GridColumn<Listing>[] => [
      { id: 'name', title: t('access.entry'), sort: ({ name }) => name, cell: (it) => <WhatIsShared {...it} /> },
      { id: 'of', title: t('access.publisher'), sort: (it) => it.projectName, cell: (it) => it.projectName },
      { id: 'description', title: t('access.description'), cell: (it) => it.description },
      {
        id: 'act',
        title: t('access.ask'),
        isQuiet: true,
        align: 'right',
        cell: (it) => {
          if (it.projectId === projectId) return t('access.own');
          if (requests?.some(({ listingId }) => listingId === it.id)) return t('access.asked');
          if (had?.some(({ listingId, state }) => listingId === it.id && state === 'active')) return t('access.hasIt');
          return (
            <Button
              variant="default"
              aria-label={t('access.askNamed', { name: it.name, project: it.projectName })}
              onClick={() => setAsking(it)}
            >
              {t('access.ask')}
            </Button>
          );
        },
      },
    ],
    [t, projectId, requests, had],
  );
  return (
    <Answer query={query}>
      {(listings) => (
        <>
          {listings.length === 0 ? (
            <EmptyPlace
              of="both"
              title={t(search === '' ? 'access.foundNone' : 'access.foundNothing')}
              next={t('access.foundNoneNext')}
            />
          ) : (
            <DataGrid middle label={t('access.found')} columns={columns} rows={listings} idOf={({ id }) => id} />
          )}
          {asking && <RequestAccess projectId={projectId} listing={asking} onClose={() => setAsking(null)} />}
        </>
      )}
    </Answer>
  );
}
