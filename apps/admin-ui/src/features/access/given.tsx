import type { Subscription } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { subscriptionsQuery } from '../../api/access.ts';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/may.ts';
import { useActOn } from '../../api/use-act.ts';
import { actColumn } from '../../ui/act-column.tsx';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Section } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { Published } from './published.tsx';
import { SayWhy } from './say-why.tsx';
import { WhatIsShared } from './what-is-shared.tsx';

/** What the project publishes, and who has it. */
export function Given({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const query = useQuery(subscriptionsQuery(projectId, 'publisher'));
  const may = useMay(projectId)('curate');
  const [ending, setEnding] = useState<Subscription | null>(null);
  const revoke = useActOn(
    [keys.project(projectId)],
    ({ id: subscriptionId, reason }: { readonly id: string; readonly reason: string }) =>
      client.revokeSubscription({ params: { projectId, subscriptionId }, body: { reason } }),
    () => setEnding(null),
  );
  const columns = useMemo((): GridColumn<Subscription>[] => {
    const shown: GridColumn<Subscription>[] = [
      { id: 'name', title: t('access.entry'), sort: ({ name }) => name, cell: (it) => <WhatIsShared {...it} /> },
      { id: 'to', title: t('access.subscriber'), sort: (it) => it.projectName, cell: (it) => it.projectName },
      { id: 'state', title: t('access.state'), cell: ({ state }) => <StateMark state={state} /> },
      { id: 'until', title: t('access.until'), cell: (it) => <When at={it.expiresAt} ahead /> },
      { id: 'by', title: t('access.approvedBy'), cell: (it) => it.approvedBy },
    ];
    const act = actColumn<Subscription>({
      title: t('access.revoke'),
      named: ({ name, projectName }) => t('access.revokeNamed', { name, project: projectName }),
      onAct: setEnding,
      offered: ({ state }) => state === 'active',
    });
    return may ? [...shown, act] : shown;
  }, [t, may]);
  return (
    <>
      <Published projectId={projectId} may={may} />
      <Section title={t('access.given')} help={t('access.givenHelp')}>
        <Answer query={query}>
          {(subscriptions) =>
            subscriptions.length === 0 ? (
              <EmptyPlace of="both" title={t('access.givenNone')} next={t('access.givenNoneNext')} />
            ) : (
              <DataGrid middle label={t('access.given')} columns={columns} rows={subscriptions} idOf={({ id }) => id} />
            )
          }
        </Answer>
      </Section>
      {ending && (
        <SayWhy
          title={t('access.revokeTitle', { name: ending.name, project: ending.projectName })}
          what={t('access.revokeWhat')}
          act={revoke}
          of={{ id: ending.id }}
          actLabel={t('access.revoke')}
          busyLabel={t('access.revoking')}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}
