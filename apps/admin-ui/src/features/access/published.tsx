import { Select } from '@mantine/core';
import { type CatalogEntry, ListedKind, type Listing } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalogQuery, publishedQuery } from '../../api/access.ts';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { actColumn } from '../../ui/act-column.tsx';
import { Answer } from '../../ui/answer.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { LineForm } from '../../ui/line-form.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { When } from '../../ui/when.tsx';
import { WhatIsShared } from './what-is-shared.tsx';

/** What the project publishes; to who keeps its catalog, the way to publish more and to take it back. */
export function Published({ projectId, may }: { readonly projectId: string; readonly may: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(publishedQuery(projectId));
  const [leaving, setLeaving] = useState<Listing | null>(null);
  const unpublish = useActOn(
    [keys.project(projectId), ['domain'], keys.approvals],
    (listingId: string) => client.unpublishListing({ params: { projectId, listingId } }),
    () => setLeaving(null),
  );
  const columns = useMemo((): GridColumn<Listing>[] => {
    const shown: GridColumn<Listing>[] = [
      { id: 'name', title: t('access.entry'), sort: ({ name }) => name, cell: (it) => <WhatIsShared {...it} /> },
      { id: 'subscribers', title: t('access.subscribers'), align: 'right', cell: (it) => number(it.subscribers) },
      { id: 'since', title: t('access.since'), cell: (it) => <When at={it.createdAt} /> },
    ];
    const act = actColumn<Listing>({
      title: t('access.unpublish'),
      named: ({ name }) => t('access.unpublishNamed', { name }),
      onAct: setLeaving,
    });
    return may ? [...shown, act] : shown;
  }, [t, may, number]);
  return (
    <Section title={t('access.published')} help={t('access.publishedHelp')}>
      {may && <Publish projectId={projectId} published={query.data ?? []} />}
      <Answer query={query}>
        {(listings) =>
          listings.length === 0 ? (
            <EmptyPlace of="both" title={t('access.publishedNone')} next={t('access.publishedNoneNext')} />
          ) : (
            <DataGrid middle label={t('access.published')} columns={columns} rows={listings} idOf={({ id }) => id} />
          )
        }
      </Answer>
      {leaving && (
        <ConfirmByName
          opened
          name={leaving.name}
          title={t('access.unpublishTitle', { name: leaving.name })}
          consequence={t('access.unpublishWhat', { count: leaving.subscribers })}
          instruction={t('access.typeName', { name: leaving.name })}
          actLabel={t('access.unpublish')}
          busyLabel={t('access.unpublishing')}
          busy={unpublish.isPending}
          error={unpublish.error}
          onAct={() => unpublish.mutate(leaving.id)}
          onClose={() => setLeaving(null)}
        />
      )}
    </Section>
  );
}

function Publish({ projectId, published }: { readonly projectId: string; readonly published: readonly Listing[] }) {
  const { t } = useTranslation();
  const { data: entries = [] } = useQuery(catalogQuery(projectId));
  const [entry, setEntry] = useState<string | null>(null);
  const publish = useActOn(
    [keys.project(projectId), ['domain']],
    (entry: string) => client.publishEntry({ params: { projectId, entry }, body: {} }),
    () => setEntry(null),
  );
  const isFree = (it: CatalogEntry) =>
    ListedKind.safeParse(it.kind).success && !published.some((listing) => listing.entry === it.entry);
  return (
    <>
      <LineForm label={t('access.publish')} onSubmit={() => entry && publish.mutate(entry)}>
        <Select
          label={t('access.entry')}
          placeholder={t('access.choose')}
          nothingFoundMessage={t('access.noMatch')}
          searchable
          data={entries.filter(isFree).map((it) => ({ value: it.entry, label: it.name }))}
          value={entry}
          onChange={setEntry}
        />
        <ActButton type="submit" busy={publish.isPending} busyLabel={t('access.publishing')} disabled={entry === null}>
          {t('access.publish')}
        </ActButton>
      </LineForm>
      {publish.error && <ProblemNotice error={publish.error} />}
    </>
  );
}
