import { useTranslation } from 'react-i18next';
import css from './skeleton-lines.module.css';

/** The place of text or table rows that are on their way. It stands still: nothing moves but for a cause. */
export function SkeletonLines({ lines, height = 16 }: { readonly lines: number; readonly height?: number }) {
  const { t } = useTranslation();
  return (
    <div className={css.lines} role="status" aria-label={t('word.loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className={css.line} style={{ height, width: `${96 - ((i * 23) % 40)}%` }} />
      ))}
    </div>
  );
}

/** The place of a picture or panel that is on its way. */
export function SkeletonBlock({ height }: { readonly height: number }) {
  const { t } = useTranslation();
  return <div className={css.block} role="status" aria-label={t('word.loading')} style={{ height }} />;
}
