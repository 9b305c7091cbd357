import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Endpoint } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { batchForecastsQuery, firstItemQuery } from '../../api/forecasts.ts';
import { IfMay } from '../../api/if-may.tsx';
import { useAct } from '../../api/use-act.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { CopiedLine } from '../../ui/copied-line.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { curlLine } from './curl-line.ts';
import css from './endpoint-detail.module.css';
import { defaultHorizon, TryIt } from './try-it.tsx';

/** One endpoint: try it here, ask it from a terminal, or delete it. */
export function EndpointDetail({ projectId, endpoint }: { readonly projectId: string; readonly endpoint: Endpoint }) {
  const { t } = useTranslation();
  return (
    <div className={css.detail}>
      {endpoint.error && <ProblemNotice error={endpoint.error} />}
      {endpoint.state === 'in-service' && <TryIt projectId={projectId} endpoint={endpoint.name} />}
      <Section title={t('endpoints.curl')} help={t('endpoints.curlHelp')}>
        <Curl projectId={projectId} endpoint={endpoint.name} />
      </Section>
      <IfMay projectId={projectId}>
        <Delete projectId={projectId} endpoint={endpoint.name} />
      </IfMay>
    </div>
  );
}

/** Asks for the store and horizon that are tried above, or else for the first store of the newest forecast. */
function Curl({ projectId, endpoint }: { readonly projectId: string; readonly endpoint: string }) {
  const { t } = useTranslation();
  const { item, horizon = defaultHorizon } = useSearch({ from: '/signed-in/projects/$projectId/endpoints' });
  const { data: batches = [] } = useQuery(batchForecastsQuery(projectId));
  const newest = batches.find(({ state }) => state === 'succeeded')?.id ?? '';
  const { data: first } = useQuery({ ...firstItemQuery(projectId, newest), enabled: newest !== '' });
  const itemId = item || (first?.id ?? t('endpoints.anyStore'));
  const line = curlLine(window.location.origin, projectId, endpoint, itemId, horizon);
  return (
    <CopiedLine text={line}>
      <pre>{line}</pre>
    </CopiedLine>
  );
}

function Delete({ projectId, endpoint }: { readonly projectId: string; readonly endpoint: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const remove = useAct(
    projectId,
    () => client.deleteEndpoint({ params: { projectId, endpoint } }),
    () => setAsking(false),
  );
  return (
    <>
      <Button
        className={css.delete ?? ''}
        variant="default"
        color="bad"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('endpoints.delete')}
      </Button>
      <ConfirmByName
        opened={asking}
        name={endpoint}
        title={t('endpoints.deleteTitle', { name: endpoint })}
        consequence={t('endpoints.deleteGoes')}
        instruction={t('endpoints.deleteType', { name: endpoint })}
        actLabel={t('endpoints.delete')}
        busyLabel={t('endpoints.deleting')}
        busy={remove.isPending}
        error={remove.error}
        onAct={() => remove.mutate(undefined)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
