import { SegmentedControl } from '@mantine/core';
import type { ForecastChart } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { forecastChartQuery } from '../../api/forecasts.ts';
import { medianOf } from '../../charts/bands.ts';
import { defaultRange, type Range, ranges } from '../../charts/range.ts';
import { chartSteps } from '../../charts/steps.ts';
import { meanTotal, medianTotal, useChartSummary } from '../../charts/use-chart-summary.ts';
import { atUtc } from '../../i18n/format.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { StoreExplanation } from './store-explanation.tsx';
import css from './store-forecast.module.css';

const ForecastFigure = lazy(() =>
  import('../../charts/forecast-figure.tsx').then((it) => ({ default: it.ForecastFigure })),
);

/** One store: who it is, what it is expected to sell, the chart, and why; range and view stand in the address. */
export function StoreForecast({
  projectId,
  batchId,
  itemId,
}: {
  readonly projectId: string;
  readonly batchId: string;
  readonly itemId: string;
}) {
  const { range = defaultRange } = useSearch({ from: '/signed-in/projects/$projectId/forecasts/$batchId/$itemId' });
  const query = useQuery(forecastChartQuery(projectId, batchId, itemId, range));
  return (
    <Answer query={query} skeleton={<SkeletonBlock height={460} />}>
      {(chart) => (
        <article className={css.store} aria-label={chart.item.title}>
          <StoreHead chart={chart} />
          <StoreChart chart={chart} range={range} fileName={`forecast-${itemId}`} />
          <StoreExplanation
            key={itemId}
            projectId={projectId}
            batchId={batchId}
            itemId={itemId}
            itemTitle={chart.item.title}
          />
        </article>
      )}
    </Answer>
  );
}

function StoreHead({ chart }: { readonly chart: ForecastChart }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { item, forecast, unit } = chart;
  const hasMedian = medianOf(Object.keys(forecast.quantiles)) !== undefined;
  const days = forecast.timestamps.length;
  return (
    <header className={css.head}>
      <div>
        <h2>{item.title}</h2>
        <p className={css.attributes}>
          {Object.entries(item.attributes).map(([name, value]) => (
            <span key={name} title={name}>
              {value}
            </span>
          ))}
        </p>
        {forecast.note && <p className={css.note}>{t('chart.note', { note: forecast.note })}</p>}
      </div>
      <p className={css.total}>
        <span>{t(hasMedian ? 'chart.total' : 'chart.totalOfMean', { count: days, formatted: number(days) })}</span>
        <strong>
          {number(medianTotal(chart))} <small>{unit}</small>
        </strong>
        {hasMedian && <span>{t('chart.meanTotal', { total: number(meanTotal(chart)) })}</span>}
      </p>
    </header>
  );
}

function StoreChart({
  chart,
  range,
  fileName,
}: {
  readonly chart: ForecastChart;
  readonly range: Range;
  readonly fileName: string;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const summarise = useChartSummary();
  const navigate = useNavigate({ from: '/projects/$projectId/forecasts/$batchId/$itemId' });
  const { view = 'chart' } = useSearch({ from: '/signed-in/projects/$projectId/forecasts/$batchId/$itemId' });
  const steps = useMemo(() => chartSteps(chart), [chart]);
  const marks = useMemo(() => chart.marks.map(({ name }) => name), [chart]);
  const setRange = (value: string) => {
    const next = ranges.find((it) => String(it) === value) ?? defaultRange;
    void navigate({ search: (it) => ({ ...it, range: next }), replace: true, resetScroll: false });
  };
  return (
    <Suspense fallback={<SkeletonBlock height={420} />}>
      <ForecastFigure
        steps={steps}
        marks={marks}
        cutoff={atUtc(chart.cutoff)}
        unit={chart.unit}
        title={t('chart.title', { item: chart.item.title })}
        summary={summarise(chart)}
        fileName={fileName}
        view={view}
        onView={(it) =>
          void navigate({
            search: ({ view: _, ...rest }) => (it === 'table' ? { ...rest, view: it } : rest),
            replace: true,
            resetScroll: false,
          })
        }
        tools={
          <SegmentedControl
            aria-label={t('chart.range')}
            value={String(range)}
            onChange={setRange}
            data={ranges.map((days) => ({ value: String(days), label: t('chart.days', { days: number(days) }) }))}
          />
        }
      />
    </Suspense>
  );
}
