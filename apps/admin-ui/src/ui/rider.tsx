import { useTranslation } from 'react-i18next';
import css from './rider.module.css';

export type RiderName = 'data' | 'model' | 'both';

/** Which of the two riders a thing belongs to: a square for data, a wheel for models, both where they meet. */
export function Rider({ of, size = 10 }: { readonly of: RiderName; readonly size?: number }) {
  const { t } = useTranslation();
  const label = { data: t('place.data'), model: t('place.models'), both: `${t('place.data')}, ${t('place.models')}` }[
    of
  ];
  return (
    <svg className={css.rider} width={of === 'both' ? size * 2 : size} height={size} role="img" aria-label={label}>
      {of !== 'model' && <rect width={size} height={size} rx={size / 5} className={css.data} />}
      {of !== 'data' && (
        <circle cx={of === 'both' ? size * 1.5 : size / 2} cy={size / 2} r={size / 2} className={css.model} />
      )}
    </svg>
  );
}
