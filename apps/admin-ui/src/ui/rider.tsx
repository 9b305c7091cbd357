import css from './rider.module.css';

export type RiderName = 'data' | 'model' | 'both';

/**
 * Which of the two riders a thing belongs to: a square for data, a wheel for models, both where they meet. It stands
 * beside words that say the same.
 */
export function Rider({ of, size = 10 }: { readonly of: RiderName; readonly size?: number }) {
  return (
    <svg className={css.rider} width={of === 'both' ? size * 2 : size} height={size} aria-hidden="true">
      {of !== 'model' && <rect width={size} height={size} rx={size / 5} className={css.data} />}
      {of !== 'data' && (
        <circle cx={of === 'both' ? size * 1.5 : size / 2} cy={size / 2} r={size / 2} className={css.model} />
      )}
    </svg>
  );
}
