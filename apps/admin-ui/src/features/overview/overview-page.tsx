import type { Overview } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { overviewQuery } from '../../api/projects.ts';
import { Answer } from '../../ui/answer.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { FlowTrack } from './flow-track.tsx';
import { Headline } from './headline.tsx';
import { NextStep } from './next-step.tsx';
import { SampleForecast } from './sample-forecast.tsx';

/** What this project is, whether it is well, and what to do next. */
export function OverviewPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const query = useQuery(overviewQuery(projectId));
  const overview = query.data;
  return (
    <Page
      title={overview?.project.name ?? t('place.overview')}
      what={t('overview.what')}
      well={overview && <Well overview={overview} />}
      of="both"
    >
      <Answer query={query} skeleton={<SkeletonBlock height={280} />}>
        {(data) => (
          <>
            {data.project.error && <ProblemNotice error={data.project.error} />}
            <Headline projectId={projectId} overview={data} next={<NextStep projectId={projectId} overview={data} />} />
            <FlowTrack projectId={projectId} steps={data.steps} />
            <SampleForecast projectId={projectId} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Well({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const { steps } = overview;
  const named = (state: string) => steps.find((it) => it.state === state);
  const failed = named('failed');
  const running = named('running');
  const done = steps.filter(({ state }) => state === 'done').length;
  if (failed) return t('overview.wellFailed', { step: t(`step.${failed.step}`) });
  if (running) return t('overview.wellRunning', { step: t(`step.${running.step}`) });
  return done === steps.length ? t('overview.well') : t('overview.wellSome', { done, all: steps.length });
}
