import type { Progress } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './progress-line.module.css';

/** Where a job stands: what it does, how much of it is done, and how long it still takes. */
export function ProgressLine({
  progress,
  of,
  queued = false,
}: {
  readonly progress: Progress | null;
  readonly of: 'data' | 'model';
  readonly queued?: boolean;
}) {
  const { t } = useTranslation();
  const { percent, duration } = useFormat();
  const share = progress?.share ?? null;
  const said = queued ? t('progress.queued') : (progress?.detail ?? t('state.running'));
  return (
    <div className={css.progress}>
      <div className={css.words}>
        <span>{said}</span>
        <span className={css.quiet}>
          {share !== null && percent(share)}
          {progress?.etaSeconds != null && ` · ${t('progress.left', { time: duration(progress.etaSeconds) })}`}
        </span>
      </div>
      <progress
        className={css.bar}
        data-of={of}
        aria-label={said}
        max={1}
        {...(share === null ? {} : { value: share })}
      />
    </div>
  );
}
