import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { SkeletonLines } from '../ui/skeleton-lines.tsx';
import { Wheels } from '../ui/wheels.tsx';
import css from './fallbacks.module.css';

/** While a page's code or first answer is on its way. */
export function RoutePending() {
  return (
    <div className={css.fallback}>
      <SkeletonLines lines={6} height={20} />
    </div>
  );
}

/** While it is not yet known who is there. */
export function StartPending() {
  return (
    <div className={css.fallback}>
      <Wheels />
      <SkeletonLines lines={6} height={20} />
    </div>
  );
}

/** A page that could not be shown at all. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  return (
    <div className={css.fallback}>
      <ProblemNotice error={error} onRetry={reset} />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className={css.fallback}>
      <h1>404</h1>
      <p>{t('app.notFound')}</p>
      <Link to="/">{t('app.toStart')}</Link>
    </div>
  );
}
