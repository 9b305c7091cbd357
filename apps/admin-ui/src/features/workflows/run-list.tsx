import type { WorkflowRun } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';

/** The newest runs of a workflow, each a link to its steps. */
export function RunList({
  workflowId: workflow,
  runs,
}: {
  readonly workflowId: string;
  readonly runs: readonly WorkflowRun[];
}) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<WorkflowRun>[] => [
      {
        id: 'began',
        title: t('workflows.began'),
        cell: ({ id: run, projectId, createdAt }) => (
          <Link
            to="/projects/$projectId/workflows"
            params={{ projectId }}
            search={{ workflow, run }}
            resetScroll={false}
          >
            <When at={createdAt} />
          </Link>
        ),
      },
      { id: 'cause', title: t('workflows.causeOf'), cell: ({ cause }) => t(`workflows.cause.${cause}`) },
      { id: 'state', title: t('workflows.state'), cell: ({ state }) => <StateMark state={state} /> },
    ],
    [t, workflow],
  );
  return <DataGrid dense label={t('workflows.runs')} columns={columns} rows={runs} idOf={({ id }) => id} />;
}
