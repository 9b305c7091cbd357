import { Button } from '@mantine/core';
import type { RemoteTable } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { remoteTablesQuery } from '../../api/connections.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { actColumn } from '../../ui/act-column.tsx';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SearchForm } from '../../ui/search-form.tsx';

/** The tables of a connection, once they are asked for, each of which can be brought over as an upload. */
export function ImportTable({
  projectId,
  connectionId,
}: {
  readonly projectId: string;
  readonly connectionId: string;
}) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  if (isShown) return <Tables projectId={projectId} connectionId={connectionId} />;
  return (
    <>
      <p>{t('connections.importWhat')}</p>
      <Button variant="default" onClick={() => setShown(true)}>
        {t('connections.showTables')}
      </Button>
    </>
  );
}

function Tables({ projectId, connectionId }: { readonly projectId: string; readonly connectionId: string }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<RemoteTable | null>(null);
  const query = useQuery(remoteTablesQuery(projectId, connectionId, search));
  const bring = useAct(
    projectId,
    ({ schema, name }: RemoteTable) =>
      client.importTable({ params: { projectId, connectionId }, body: { schema, table: name } }),
    () => setChosen(null),
  );
  const columns = useMemo(
    (): GridColumn<RemoteTable>[] => [
      { id: 'name', title: t('connections.table'), cell: (it) => <code>{`${it.schema}.${it.name}`}</code> },
      { id: 'rows', title: t('connections.rows'), align: 'right', cell: ({ rows }) => rows !== null && number(rows) },
      actColumn<RemoteTable>({
        title: t('connections.bring'),
        named: ({ name }) => t('connections.bringNamed', { name }),
        onAct: (it) => {
          bring.reset();
          setChosen(it);
        },
      }),
    ],
    [t, number, bring.reset],
  );
  return (
    <>
      <SearchForm
        key={search}
        label={t('connections.searchTables')}
        placeholder="sales"
        value={search}
        onSearch={(it) => setSearch(it ?? '')}
      />
      {bring.data && (
        <Notice>
          {t('connections.brought', { name: bring.data.name, bytes: number(bring.data.bytes) })}{' '}
          <Link to="/projects/$projectId/files" params={{ projectId }}>
            {t('connections.toFiles')}
          </Link>
        </Notice>
      )}
      {query.isPlaceholderData && <p role="status">{t('connections.searching')}</p>}
      <div aria-busy={query.isPlaceholderData}>
        <Answer query={query}>
          {({ tables, more }) =>
            tables.length === 0 ? (
              <EmptyPlace of="data" title={t('connections.noTables')} next={t('connections.noTablesNext')} />
            ) : (
              <>
                <DataGrid
                  label={t('connections.tables')}
                  columns={columns}
                  rows={tables}
                  idOf={({ schema, name }) => JSON.stringify([schema, name])}
                />
                {more && <p>{t('connections.more')}</p>}
              </>
            )
          }
        </Answer>
      </div>
      {chosen && (
        <FormDialog
          title={t('connections.bringTitle', { name: chosen.name })}
          what={t('connections.bringWhat')}
          act={bring}
          actLabel={t('connections.bring')}
          busyLabel={t('connections.bringing')}
          isWhole
          onSubmit={() => bring.mutate(chosen)}
          onClose={() => setChosen(null)}
        >
          {null}
        </FormDialog>
      )}
    </>
  );
}
