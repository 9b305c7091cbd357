import type { Workflow } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { When } from '../../ui/when.tsx';
import { useStarts } from './use-starts.ts';
import { kindsOf } from './workflow-draft.ts';

/** The workflows with their steps, what starts each, and when its schedule comes next. */
export function WorkflowList({
  projectId,
  workflows,
  open,
}: {
  readonly projectId: string;
  readonly workflows: readonly Workflow[];
  readonly open: string | undefined;
}) {
  const { t } = useTranslation();
  const starts = useStarts();
  const columns = useMemo(
    (): GridColumn<Workflow>[] => [
      {
        id: 'name',
        title: t('workflows.name'),
        sort: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link
            to="/projects/$projectId/workflows"
            params={{ projectId }}
            search={{ workflow: id }}
            resetScroll={false}
          >
            {name}
          </Link>
        ),
      },
      {
        id: 'steps',
        title: t('workflows.steps'),
        cell: ({ steps }) =>
          kindsOf(steps)
            .map((it) => t(`workflows.step.${it}`))
            .join(' → '),
      },
      {
        id: 'starts',
        title: t('workflows.starts'),
        cell: starts,
      },
      {
        id: 'next',
        title: t('workflows.next'),
        align: 'right',
        cell: ({ nextAt }) => nextAt && <When at={nextAt} ahead />,
      },
    ],
    [t, projectId, starts],
  );
  return (
    <DataGrid label={t('workflows.list')} columns={columns} rows={workflows} idOf={({ id }) => id} chosen={open} />
  );
}
