import { Button } from '@mantine/core';
import type { Connection } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionsQuery } from '../../api/connections.ts';
import { useMay } from '../../api/may.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { ConnectionDetail } from './connection-detail.tsx';
import { ConnectionForm } from './connection-form.tsx';
import css from './connections.module.css';

/** What can be used now; what rests starts by itself. */
const isUsable = ({ state }: Connection) => state === 'ready' || state === 'resting';

/** The connections of a project with their states, asked anew from time to time; those that people made, to be kept and used. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { connection: open } = useSearch({ from: '/signed-in/projects/$projectId/connections' });
  const navigate = useNavigate();
  const may = useMay(projectId);
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(connectionsQuery(projectId));
  const go = (connection?: string) =>
    void navigate({
      to: '/projects/$projectId/connections',
      params: { projectId },
      search: connection === undefined ? {} : { connection },
      resetScroll: false,
    });
  const columns = useMemo(
    (): GridColumn<Connection>[] => [
      {
        id: 'name',
        title: t('connections.name'),
        cell: ({ id, name, madeBy }) =>
          madeBy === 'profile' ? (
            <code>{name}</code>
          ) : (
            <Link
              to="/projects/$projectId/connections"
              params={{ projectId }}
              search={{ connection: id }}
              resetScroll={false}
            >
              {name}
            </Link>
          ),
      },
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
    [t, projectId],
  );
  const chosen = query.data?.find(({ id, madeBy }) => id === open && madeBy === 'people');
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
      action={may('manage') && <Button onClick={() => setAdding(true)}>{t('connections.add')}</Button>}
    >
      <Beside
        list={
          <Answer query={query}>
            {(connections) => (
              <DataGrid
                label={t('place.connections')}
                columns={chosen ? columns.filter(({ id }) => id !== 'used') : columns}
                rows={connections}
                idOf={({ id }) => id}
                chosen={open}
              />
            )}
          </Answer>
        }
        detail={
          chosen && <ConnectionDetail key={chosen.id} projectId={projectId} connection={chosen} onClose={() => go()} />
        }
      />
      <p className={css.secrets}>{t('connections.secrets')}</p>
      {isAdding && (
        <ConnectionForm
          projectId={projectId}
          connection={null}
          onDone={(id) => {
            setAdding(false);
            go(id);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}
