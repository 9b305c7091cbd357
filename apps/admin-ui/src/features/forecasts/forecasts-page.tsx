import type { BatchForecast } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { batchForecastsQuery } from '../../api/forecasts.ts';
import { IfMay } from '../../api/if-may.tsx';
import { modelsQuery } from '../../api/training.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { NeedsModel } from '../../ui/needs-model.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { BatchList } from './batch-list.tsx';

/** All batch forecasts, newest first. */
export function ForecastsPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const query = useQuery(batchForecastsQuery(projectId));
  const { data: models } = useQuery(modelsQuery(projectId));
  const model = models?.[0];
  const start = useAct(projectId, () =>
    client.createBatchForecast({ params: { projectId }, body: { modelId: model?.id ?? '' } }),
  );
  const action = (
    <IfMay projectId={projectId}>
      <ActButton
        busy={start.isPending}
        busyLabel={t('forecasts.starting')}
        disabled={!model}
        onClick={() => start.mutate(undefined)}
      >
        {t('forecasts.new')}
      </ActButton>
    </IfMay>
  );
  return (
    <Page
      title={t('place.forecasts')}
      what={t('forecasts.what')}
      well={query.data && <Well batches={query.data} />}
      of="model"
      action={action}
    >
      {start.error && <ProblemNotice error={start.error} />}
      <Answer query={query}>
        {(batches) =>
          batches.length > 0 ? (
            <BatchList projectId={projectId} batches={batches} models={models ?? []} />
          ) : (
            <NeedsModel projectId={projectId} of="forecasts" hasModel={models?.length !== 0} />
          )
        }
      </Answer>
    </Page>
  );
}

function Well({ batches }: { readonly batches: readonly BatchForecast[] }) {
  const { t } = useTranslation();
  const { number, shortDay } = useFormat();
  const newest = batches.find(({ state }) => state === 'succeeded');
  if (!newest) return t('forecasts.wellNone');
  return t('forecasts.well', {
    items: number(newest.items ?? 0),
    horizon: number(newest.horizon),
    cutoff: newest.cutoff ? shortDay(newest.cutoff) : t('word.unknown'),
  });
}
