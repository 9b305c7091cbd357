import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { medianOf, nestedBands } from './bands.ts';
import css from './legend.module.css';
import { useMarkName } from './mark-name.ts';
import { markLanes } from './marks.ts';

const bandFills = ['var(--band-outer)', 'var(--band-middle)', 'var(--band-inner)'];

/** The chart's signs in words: what a band promises, where the ticks stand. */
export function Legend({
  quantiles,
  marks,
  history,
  actuals,
}: {
  readonly quantiles: readonly string[];
  readonly marks: readonly string[];
  readonly history: boolean;
  readonly actuals: boolean;
}) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  const markName = useMarkName();
  return (
    <ul className={css.legend}>
      {history && (
        <li>
          <svg viewBox="0 0 20 10" aria-hidden="true">
            <path d="M0 7 L6 3 L12 6 L20 2" stroke="var(--ink)" strokeWidth="1.5" fill="none" />
          </svg>
          {t('chart.history')}
        </li>
      )}
      {actuals && (
        <li>
          <svg viewBox="0 0 20 10" aria-hidden="true">
            <circle cx="10" cy="5" r="3" stroke="var(--ink)" strokeWidth="1.25" fill="var(--raised)" />
          </svg>
          {t('chart.actuals')}
        </li>
      )}
      <li>
        <svg viewBox="0 0 20 10" aria-hidden="true">
          <path d="M0 5 H20" stroke="var(--model)" strokeWidth="2" />
        </svg>
        {medianOf(quantiles) ? t('chart.median') : t('chart.mean')}
      </li>
      {nestedBands(quantiles).map(({ lower, upper, share }, i) => (
        <li key={lower}>
          <svg viewBox="0 0 20 10" aria-hidden="true">
            <rect width="20" height="10" rx="1" fill={bandFills[i]} />
          </svg>
          {t('chart.band', { from: lower, to: upper, share: percent(share) })}
        </li>
      ))}
      {markLanes(marks).map(({ name, side }) => (
        <li key={name}>
          <svg viewBox="0 0 20 10" aria-hidden="true">
            <path d="M0 5 H20" stroke="var(--line-strong)" />
            <path
              d={side === 'above' ? 'M6 5 V0 M13 5 V0' : 'M6 5 V10 M13 5 V10'}
              stroke={side === 'above' ? 'var(--data)' : 'var(--warn)'}
              strokeWidth="2"
            />
          </svg>
          {t(side === 'above' ? 'chart.ticksAbove' : 'chart.ticksBelow', { name: markName(name) })}
        </li>
      ))}
    </ul>
  );
}
