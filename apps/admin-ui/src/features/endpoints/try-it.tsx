import { NumberInput } from '@mantine/core';
import type { PredictionResponse } from '@tandem/data-model/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/use-act.ts';
import type { FigureView } from '../../charts/figure-tools.tsx';
import { forecastSteps } from '../../charts/steps.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { StorePicker } from './store-picker.tsx';
import css from './try-it.module.css';

const ForecastFigure = lazy(() =>
  import('../../charts/forecast-figure.tsx').then((it) => ({ default: it.ForecastFigure })),
);

/** Days ahead until the address says otherwise. */
export const defaultHorizon = 7;

interface Reply {
  readonly response: PredictionResponse;
  readonly seconds: number;
}

/** Asks the endpoint for one store and shows the reply; store and horizon stand in the address. */
export function TryIt({ projectId, endpoint }: { readonly projectId: string; readonly endpoint: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/projects/$projectId/endpoints' });
  const { item = '', horizon = defaultHorizon } = useSearch({ from: '/signed-in/projects/$projectId/endpoints' });
  const ask = useAct(projectId, async (): Promise<Reply> => {
    const start = performance.now();
    const response = await client.createPrediction({
      params: { projectId, endpoint },
      body: { items: [{ itemId: item }], horizon },
    });
    return { response, seconds: (performance.now() - start) / 1000 };
  });
  const put = (part: { item?: string; horizon?: number }) =>
    void navigate({ search: (it) => ({ ...it, endpoint, ...part }), replace: true, resetScroll: false });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(undefined);
  };
  return (
    <Section title={t('endpoints.tryIt')}>
      <form className={css.form} onSubmit={submit}>
        <StorePicker projectId={projectId} value={item} onChange={(it) => put({ item: it })} />
        <NumberInput
          className={css.horizon ?? ''}
          label={t('endpoints.horizon')}
          value={horizon}
          min={1}
          max={500}
          allowDecimal={false}
          onChange={(it) => typeof it === 'number' && it >= 1 && put({ horizon: it })}
        />
        <ActButton type="submit" busy={ask.isPending} busyLabel={t('endpoints.asking')} disabled={item === ''}>
          {t('endpoints.ask')}
        </ActButton>
      </form>
      {ask.error && <ProblemNotice error={ask.error} />}
      {ask.data ? <Answered reply={ask.data} /> : <p className={css.hint}>{t('endpoints.askFirst')}</p>}
    </Section>
  );
}

function Answered({ reply }: { readonly reply: Reply }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const [view, setView] = useState<FigureView>('chart');
  const forecast = reply.response.forecasts[0];
  const steps = useMemo(() => (forecast ? forecastSteps(forecast) : []), [forecast]);
  if (!forecast) return null;
  const title = `${t('endpoints.response')}: ${forecast.itemId}`;
  return (
    <>
      <p className={css.hint}>{t('endpoints.answered', { time: duration(reply.seconds) })}</p>
      {forecast.note && <p className={css.note}>{t('chart.note', { note: forecast.note })}</p>}
      <Suspense fallback={<SkeletonBlock height={300} />}>
        <ForecastFigure
          steps={steps}
          unit=""
          title={title}
          summary={title}
          fileName={`prediction-${forecast.itemId}`}
          view={view}
          onView={setView}
          height={280}
        />
      </Suspense>
    </>
  );
}
