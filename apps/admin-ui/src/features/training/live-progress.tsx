import type { TrainingRun } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../api/pace.ts';
import { useTrainingEvents } from '../../api/use-live.ts';
import { LogLines } from '../../ui/log-lines.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import css from './live-progress.module.css';

/** A run at work: its step, share, time left and log, as they come; after a reload, from the newest state on. */
export function LiveProgress({ projectId, run }: { readonly projectId: string; readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const { event, lost } = useTrainingEvents(projectId, run.id);
  const now = event ?? run;
  const error = run.error ?? event?.error;
  return (
    <Section title={t('run.progress')}>
      {error && <ProblemNotice error={error} />}
      {isLive(now) && (
        <div className={css.progress}>
          <ProgressLine progress={now.progress} of="model" queued={now.state === 'queued'} />
        </div>
      )}
      {lost !== null && (
        <ProblemNotice error={lost}>
          <span>{t('run.streamLost')}</span>
        </ProblemNotice>
      )}
      {event && <LogLines label={t('run.log')} lines={event.log} />}
      {!event && isLive(run) && <p className={css.hint}>{t('run.noLog')}</p>}
    </Section>
  );
}
