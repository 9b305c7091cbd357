import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import css from './candidate-name.module.css';
import type { LeaderboardRow } from './leaderboard-rows.ts';

/** A line's name with its role, and the publication that it follows. */
export function CandidateName({ row: { role, title, source, candidate, partly } }: { readonly row: LeaderboardRow }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const name = title || t(role === 'ensemble' ? 'run.ensembleTitle' : 'run.baselineTitle');
  const quantiles = candidate && t(candidate.quantiles === 'own' ? 'run.quantilesOwn' : 'run.quantilesConformal');
  return (
    <span className={css.candidate} title={[source, quantiles].filter(Boolean).join('\n')}>
      <span className={css.name}>{name}</span>
      {role !== 'candidate' && (
        <span className={css.role} data-role={role}>
          {t(`run.${role}`)}
        </span>
      )}
      {partly && (
        <span className={css.partly}>
          {t('run.partly', { scored: number(partly.scored), all: number(partly.all) })}
        </span>
      )}
      {source && <span className={css.source}>{source}</span>}
    </span>
  );
}
