import type { Overview } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { figuresOf } from './figures.ts';
import css from './headline.module.css';

/** The one figure: how wrong the forecasts are, against the plainest forecast. At its side, what to do next. */
export function Headline({
  projectId,
  overview,
  next,
}: {
  readonly projectId: string;
  readonly overview: Overview;
  readonly next: ReactNode;
}) {
  const { t } = useTranslation();
  const { fixed, percent, number } = useFormat();
  const training = overview.steps.find(({ step }) => step === 'training');
  const { sql, improvement, betterItems, comparedItems } = figuresOf(training);
  if (sql === undefined) {
    return (
      <div className={css.headline} data-empty>
        {next}
        <p className={css.quiet}>{t('overview.noScore')}</p>
      </div>
    );
  }
  return (
    <div className={css.headline}>
      <div className={css.score}>
        <p className={css.figure} title={t('overview.sqlHelp')}>
          <span className={css.unit}>SQL</span> {fixed(sql, 3)}
        </p>
        {improvement !== undefined && (
          <p className={css.comparison}>
            {improvement >= 0
              ? t('overview.better', { share: percent(improvement) })
              : t('overview.worse', { share: percent(-improvement) })}
          </p>
        )}
        {betterItems !== undefined && comparedItems !== undefined && (
          <p>{t('overview.beats', { better: number(betterItems), all: number(comparedItems) })}</p>
        )}
        <p className={css.quiet}>
          {t('overview.sqlHelp')}{' '}
          {training?.subjectId && (
            <Link to="/projects/$projectId/training/$runId" params={{ projectId, runId: training.subjectId }}>
              {t('run.leaderboard')}
            </Link>
          )}
        </p>
      </div>
      {next}
    </div>
  );
}
