import type { Teardown } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';

/** Deletions, newest first. */
export function DeletionList({
  domainId,
  teardowns,
  open,
}: {
  readonly domainId: string;
  readonly teardowns: readonly Teardown[];
  readonly open: string | undefined;
}) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<Teardown>[] => [
      {
        id: 'name',
        title: t('settings.name'),
        cell: ({ id, projectName }) => (
          <Link to="/domains/$domainId/projects" params={{ domainId }} search={{ teardown: id }} resetScroll={false}>
            {projectName}
          </Link>
        ),
      },
      { id: 'state', title: t('settings.state'), cell: ({ state }) => <StateMark state={state} /> },
      { id: 'asked', title: t('jobs.created'), align: 'right', cell: ({ createdAt }) => <When at={createdAt} /> },
    ],
    [t, domainId],
  );
  return (
    <DataGrid
      label={t('domainProjects.deleted')}
      columns={columns}
      rows={teardowns}
      idOf={({ id }) => id}
      chosen={open}
    />
  );
}
