import { Button } from '@mantine/core';
import type { Compute } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useComputeAct } from '../../api/compute.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './compute-part.module.css';

type QueryProcess = Compute['queries']['processes'][number];

/** The processes that answer queries; a query of one's own, such as one of another tab, can be ended here. */
export function QueryProcesses({
  projectId,
  processes,
}: {
  readonly projectId: string;
  readonly processes: readonly QueryProcess[];
}) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const { mutate: cancel, error } = useComputeAct(projectId, (queryId: string) =>
    client.cancelQuery({ params: { projectId, queryId } }),
  );
  const act = useMemo(
    (): GridColumn<QueryProcess> => ({
      id: 'act',
      title: t('compute.act'),
      cell: ({ queryId }) =>
        queryId && (
          <Button variant="default" onClick={() => cancel(queryId)}>
            {t('word.cancel')}
          </Button>
        ),
    }),
    [t, cancel],
  );
  const columns = useMemo(
    (): GridColumn<QueryProcess>[] => [
      {
        id: 'state',
        title: t('compute.state'),
        cell: ({ running }) => <StateMark state={running ? 'running' : 'idle'} />,
      },
      { id: 'whose', title: t('compute.whose'), cell: ({ mine }) => t(mine ? 'compute.mine' : 'compute.others') },
      {
        id: 'memory',
        title: t('compute.memoryOf'),
        align: 'right',
        cell: ({ memoryBytes }) => (memoryBytes === null ? t('word.unknown') : bytes(memoryBytes)),
      },
      { id: 'started', title: t('compute.started'), cell: ({ startedAt }) => <When at={startedAt} /> },
      ...(processes.some(({ queryId }) => queryId !== null) ? [act] : []),
    ],
    [t, bytes, processes, act],
  );
  if (processes.length === 0) return <p className={css.quiet}>{t('compute.none')}</p>;
  return (
    <>
      {error && <ProblemNotice error={error} />}
      <DataGrid
        label={t('compute.queries')}
        columns={columns}
        rows={processes}
        idOf={({ startedAt, mine }) => `${startedAt} ${mine}`}
      />
    </>
  );
}
