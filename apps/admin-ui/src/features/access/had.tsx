import { Button } from '@mantine/core';
import type { Subscription, SubscriptionRequest } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { requestsQuery, subscriptionsQuery } from '../../api/access.ts';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/may.ts';
import { meQuery } from '../../api/session.ts';
import { useActOn } from '../../api/use-act.ts';
import { actColumn } from '../../ui/act-column.tsx';
import { Answer } from '../../ui/answer.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './access.module.css';
import { WhatIsShared } from './what-is-shared.tsx';
import { WhoAsks } from './who-asks.tsx';

/** What the project may read of others, and what it waits for. */
export function Had({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const query = useQuery(subscriptionsQuery(projectId, 'subscriber'));
  const may = useMay(projectId)('curate');
  const { mutate: cancel, error } = useActOn([keys.project(projectId)], (subscriptionId: string) =>
    client.cancelSubscription({ params: { projectId, subscriptionId } }),
  );
  const columns = useMemo((): GridColumn<Subscription>[] => {
    const shown: GridColumn<Subscription>[] = [
      { id: 'name', title: t('access.entry'), sort: ({ name }) => name, cell: (it) => <WhatIsShared {...it} /> },
      { id: 'of', title: t('access.publisher'), sort: (it) => it.publisherName, cell: (it) => it.publisherName },
      { id: 'state', title: t('access.state'), cell: ({ state }) => <StateMark state={state} /> },
      { id: 'until', title: t('access.until'), cell: (it) => <When at={it.expiresAt} ahead /> },
      { id: 'sql', title: t('access.inSql'), help: t('access.inSqlHelp'), cell: (it) => <InSql of={it} /> },
    ];
    const act = actColumn<Subscription>({
      title: t('access.giveUp'),
      named: ({ name, publisherName }) => t('access.giveUpNamed', { name, project: publisherName }),
      onAct: ({ id }) => cancel(id),
      offered: ({ state }) => state === 'active',
    });
    return may ? [...shown, act] : shown;
  }, [t, may, cancel]);
  return (
    <>
      <Asked projectId={projectId} />
      <Section title={t('access.had')} help={t('access.hadHelp')}>
        {error && <ProblemNotice error={error} />}
        <Answer query={query}>
          {(subscriptions) =>
            subscriptions.length === 0 ? (
              <EmptyPlace of="both" title={t('access.hadNone')} next={t('access.hadNoneNext')} />
            ) : (
              <DataGrid middle label={t('access.had')} columns={columns} rows={subscriptions} idOf={({ id }) => id} />
            )
          }
        </Answer>
      </Section>
    </>
  );
}

/** How SQL names it, to be copied. */
function InSql({ of: { schema, name, state } }: { readonly of: Subscription }) {
  if (schema === null || state !== 'active') return null;
  const text = `"${schema}".${name}`;
  return (
    <span className={css.sql}>
      <code>{text}</code>
      <CopyButton text={text} />
    </span>
  );
}

/** Requests that wait, each to be taken back by who made it or keeps the catalog. */
function Asked({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { data: requests = [] } = useQuery(requestsQuery(projectId));
  const { data: me } = useQuery(meQuery());
  const may = useMay(projectId)('curate');
  const { mutate: cancel, error } = useActOn(
    [keys.project(projectId), keys.approvals],
    (subscriptionRequestId: string) =>
      client.cancelSubscriptionRequest({ params: { projectId, subscriptionRequestId } }),
  );
  const columns = useMemo(
    (): GridColumn<SubscriptionRequest>[] => [
      { id: 'name', title: t('access.entry'), cell: (it) => <WhatIsShared {...it} /> },
      { id: 'of', title: t('access.publisher'), cell: (it) => it.publisherName },
      { id: 'reason', title: t('access.reason'), cell: ({ reason }) => reason },
      { id: 'by', title: t('access.by'), cell: (it) => <WhoAsks {...it} /> },
      { id: 'since', title: t('access.since'), cell: (it) => <When at={it.createdAt} /> },
      {
        id: 'act',
        title: t('access.takeBack'),
        isQuiet: true,
        align: 'right',
        cell: (it) =>
          (may || (me?.userId != null && me.userId === it.requesterId)) && (
            <Button variant="subtle" color="ink" onClick={() => cancel(it.id)}>
              {t('access.takeBack')}
            </Button>
          ),
      },
    ],
    [t, may, me, cancel],
  );
  if (requests.length === 0) return null;
  return (
    <Section title={t('access.waits')}>
      {error && <ProblemNotice error={error} />}
      <DataGrid middle label={t('access.waits')} columns={columns} rows={requests} idOf={({ id }) => id} />
    </Section>
  );
}
