import type { Connection } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsQuery } from '../../api/connections.ts';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import css from './connections.module.css';

/** What can be used now; what rests starts by itself. */
const isUsable = ({ state }: Connection) => state === 'ready' || state === 'resting';

/** The connections of a project with their states, asked anew from time to time. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const query = useQuery(connectionsQuery(projectId));
  const columns = useMemo(
    (): GridColumn<Connection>[] => [
      { id: 'name', title: t('connections.name'), cell: ({ name }) => <code>{name}</code> },
      { id: 'kind', title: t('connections.kindOf'), cell: ({ kind }) => t(`connections.kind.${kind}`) },
      { id: 'state', title: t('connections.state'), cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'detail',
        title: t('connections.detail'),
        cell: ({ detail }) => (
          <p className={css.detail} lang="en">
            {detail}
          </p>
        ),
      },
      {
        id: 'used',
        title: t('connections.used'),
        cell: ({ operations }) => (
          <span className={css.used}>
            {operations.map((it) => (
              <code key={it}>{it}</code>
            ))}
          </span>
        ),
      },
    ],
    [t],
  );
  const usable = query.data?.filter(isUsable).length ?? 0;
  return (
    <Page
      title={t('place.connections')}
      what={t('connections.what')}
      well={
        query.data &&
        (usable === query.data.length
          ? t('connections.well')
          : t('connections.wellSome', { count: usable, all: query.data.length }))
      }
      of="data"
    >
      <Answer query={query}>
        {(connections) => (
          <DataGrid label={t('place.connections')} columns={columns} rows={connections} idOf={({ name }) => name} />
        )}
      </Answer>
      <p className={css.secrets}>{t('connections.secrets')}</p>
    </Page>
  );
}
