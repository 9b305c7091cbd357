import type { FlowStep, Overview } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { IfMay } from '../../api/if-may.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import css from './next-step.module.css';
import { StepButton } from './step-button.tsx';
import { riderOf } from './step-place.ts';
import { useStepProgress } from './use-step-progress.ts';

/** The one thing to do now, with the button that does it; while a step runs, how far it is. */
export function NextStep({ projectId, overview }: { readonly projectId: string; readonly overview: Overview }) {
  const { t } = useTranslation();
  const { steps } = overview;
  const at = (state: FlowStep['state']) => steps.find((it) => it.state === state);
  const step = at('running') ?? at('failed') ?? at('next');
  const title = t(step?.state === 'running' ? 'overview.nowTitle' : 'overview.nextTitle');
  return (
    <section className={css.next} aria-label={title} data-of={step ? riderOf(step.step) : 'model'}>
      <p className={css.label}>{title}</p>
      {step ? <Do projectId={projectId} step={step} /> : <AllDone projectId={projectId} />}
    </section>
  );
}

function Do({ projectId, step }: { readonly projectId: string; readonly step: FlowStep }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t(`step.${step.step}`)}</h2>
      <p>{t(`stepWhy.${step.step}`)}</p>
      {step.error && <ProblemNotice error={step.error} />}
      {step.state === 'running' ? (
        <Running projectId={projectId} step={step} />
      ) : (
        <IfMay projectId={projectId} right={step.step === 'project' ? 'manage' : 'operate'}>
          <StepButton projectId={projectId} step={step.step} failed={step.state === 'failed'} />
        </IfMay>
      )}
    </>
  );
}

function Running({ projectId, step }: { readonly projectId: string; readonly step: FlowStep }) {
  const job = useStepProgress(projectId, step.step);
  return <ProgressLine progress={job?.progress ?? null} queued={job?.state === 'queued'} of={riderOf(step.step)} />;
}

function AllDone({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('overview.allDone')}</h2>
      <p>{t('overview.allDoneWhy')}</p>
      <ButtonLink to="/projects/$projectId/forecasts" params={{ projectId }}>
        {t('overview.open')}
      </ButtonLink>
    </>
  );
}
