import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { batchForecastsQuery, firstItemQuery, forecastChartQuery } from '../../api/forecasts.ts';
import { chartSteps } from '../../charts/steps.ts';
import { useChartSummary } from '../../charts/use-chart-summary.ts';
import { atUtc } from '../../i18n/format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Section } from '../../ui/page.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';

const ForecastChart = lazy(() =>
  import('../../charts/forecast-chart.tsx').then((it) => ({ default: it.ForecastChart })),
);

const height = 260;
const shownHistory = 56;

/** The newest forecast of the first store: what all this is for, at a glance. */
export function SampleForecast({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { data: batches = [] } = useQuery(batchForecastsQuery(projectId));
  const batchId = batches.find(({ state }) => state === 'succeeded')?.id ?? '';
  const { data: item } = useQuery({ ...firstItemQuery(projectId, batchId), enabled: batchId !== '' });
  if (!item) return null;
  return (
    <Section
      title={t('chart.title', { item: item.title })}
      tools={
        <Link to="/projects/$projectId/forecasts/$batchId/$itemId" params={{ projectId, batchId, itemId: item.id }}>
          {t('overview.open')}
        </Link>
      }
    >
      <Sample projectId={projectId} batchId={batchId} itemId={item.id} />
    </Section>
  );
}

function Sample({
  projectId,
  batchId,
  itemId,
}: {
  readonly projectId: string;
  readonly batchId: string;
  readonly itemId: string;
}) {
  const query = useQuery(forecastChartQuery(projectId, batchId, itemId, shownHistory));
  const summarise = useChartSummary();
  const marks = useMemo(() => (query.data ? query.data.marks.map(({ name }) => name) : []), [query.data]);
  const steps = useMemo(() => (query.data ? chartSteps(query.data) : []), [query.data]);
  return (
    <Answer query={query} skeleton={<SkeletonBlock height={height} />}>
      {(chart) => (
        <Suspense fallback={<SkeletonBlock height={height} />}>
          <ForecastChart
            steps={steps}
            marks={marks}
            cutoff={atUtc(chart.cutoff)}
            unit={chart.unit}
            summary={summarise(chart)}
            height={height}
          />
        </Suspense>
      )}
    </Answer>
  );
}
