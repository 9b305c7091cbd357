import type { Endpoint, Model } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';

/** The endpoints with the model behind each, and how much it is asked. */
export function EndpointList({
  projectId,
  endpoints,
  models,
  open,
}: {
  readonly projectId: string;
  readonly endpoints: readonly Endpoint[];
  readonly models: readonly Model[];
  readonly open: string;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo(
    (): GridColumn<Endpoint>[] => [
      {
        id: 'name',
        title: t('endpoints.name'),
        sort: ({ name }) => name,
        cell: ({ name }) => (
          <Link to="/projects/$projectId/endpoints" params={{ projectId }} search={{ endpoint: name }}>
            {name}
          </Link>
        ),
      },
      { id: 'state', title: t('endpoints.state'), cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'model',
        title: t('endpoints.model'),
        cell: ({ modelId }) => {
          const model = models.find(({ id }) => id === modelId);
          return model ? t('forecasts.version', { name: model.name, version: model.version }) : modelId.slice(0, 12);
        },
      },
      {
        id: 'requests',
        title: t('endpoints.requests'),
        align: 'right',
        sort: ({ requests }) => requests,
        cell: ({ requests }) => number(requests),
      },
      {
        id: 'last',
        title: t('endpoints.last'),
        align: 'right',
        cell: ({ lastRequestAt }) => (lastRequestAt ? <When at={lastRequestAt} /> : t('endpoints.neverUsed')),
      },
      {
        id: 'created',
        title: t('endpoints.created'),
        align: 'right',
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
    ],
    [t, number, projectId, models],
  );
  return (
    <DataGrid
      of="model"
      label={t('endpoints.list')}
      columns={columns}
      rows={endpoints}
      idOf={({ name }) => name}
      chosen={open}
    />
  );
}
