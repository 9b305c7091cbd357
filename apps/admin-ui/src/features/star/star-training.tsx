import type { Star } from '@tandem/data-model';
import { useTranslation } from 'react-i18next';
import css from './star-shown.module.css';

/** What is forecast, of whom, how often, and what is known about it. */
export function StarTraining({ star: { training } }: { readonly star: Star }) {
  const { t } = useTranslation();
  const { fact, target, item, time, as, frequency, known, statics } = training;
  const parts = [
    ['target', `${fact}.${target}`],
    ['item', item],
    ['time', time === as ? time : `${time} → ${as}`],
    ['frequency', frequency],
    ['known', known.flatMap((it) => it.columns.map((column) => `${it.fact}.${column}`)).join(', ')],
    ['statics', statics.join(', ')],
  ] as const;
  return (
    <dl className={css.facts}>
      {parts.map(([part, value]) => (
        <div key={part} style={{ display: 'contents' }}>
          <dt>{t(`star.part.${part}`)}</dt>
          <dd>{value === '' ? t('star.nothing') : <code>{value}</code>}</dd>
        </div>
      ))}
    </dl>
  );
}
