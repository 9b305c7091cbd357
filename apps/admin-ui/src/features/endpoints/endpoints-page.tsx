import type { Endpoint, Model } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { endpointsQuery } from '../../api/endpoints.ts';
import { IfMay } from '../../api/if-may.tsx';
import { modelsQuery } from '../../api/training.ts';
import { useAct } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { NeedsModel } from '../../ui/needs-model.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { EndpointDetail } from './endpoint-detail.tsx';
import { EndpointList } from './endpoint-list.tsx';

/** What answers in real time: its state and use, the line that asks it, a place to try it, and the way to remove it. */
export function EndpointsPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { endpoint: named } = useSearch({ from: '/signed-in/projects/$projectId/endpoints' });
  const query = useQuery(endpointsQuery(projectId));
  const { data: models } = useQuery(modelsQuery(projectId));
  const newest = models?.[0];
  const serving = query.data?.filter(({ state }) => state === 'in-service').length ?? 0;
  return (
    <Page
      title={t('place.endpoints')}
      what={t('endpoints.what')}
      well={query.data && serving > 0 && t('endpoints.well', { count: serving })}
      of="model"
      action={
        newest && (
          <IfMay projectId={projectId}>
            <Deploy projectId={projectId} model={newest} endpoints={query.data ?? []} />
          </IfMay>
        )
      }
    >
      <Answer query={query}>
        {(endpoints) => {
          const open = endpoints.find(({ name }) => name === named) ?? endpoints[0];
          return open ? (
            <>
              <EndpointList projectId={projectId} endpoints={endpoints} models={models ?? []} open={open.name} />
              <EndpointDetail key={open.id} projectId={projectId} endpoint={open} />
            </>
          ) : (
            <NeedsModel projectId={projectId} of="endpoints" hasModel={models?.length !== 0} />
          );
        }}
      </Answer>
    </Page>
  );
}

/** Serves the newest model under its own name, which moves an endpoint of that name to it. */
function Deploy({
  projectId,
  model,
  endpoints,
}: {
  readonly projectId: string;
  readonly model: Model;
  readonly endpoints: readonly Endpoint[];
}) {
  const { t } = useTranslation();
  const there = endpoints.find(({ name }) => name === model.name);
  const deploy = useAct(projectId, () =>
    client.createEndpoint({ params: { projectId }, body: { name: model.name, modelId: model.id } }),
  );
  if (there?.modelId === model.id && there.state !== 'failed') return null;
  return (
    <div>
      <ActButton busy={deploy.isPending} busyLabel={t('endpoints.deploying')} onClick={() => deploy.mutate(undefined)}>
        {there ? t('endpoints.moveTo', { version: model.version }) : t('endpoints.newest')}
      </ActButton>
      {deploy.error && <ProblemNotice error={deploy.error} />}
    </div>
  );
}
