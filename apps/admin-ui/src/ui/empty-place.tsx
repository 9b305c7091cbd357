import type { ReactNode } from 'react';
import css from './empty-place.module.css';
import { Rider, type RiderName } from './rider.tsx';

/** Nothing is here yet: says so, and the one next step. */
export function EmptyPlace({
  title,
  next,
  of,
  children,
}: {
  readonly title: string;
  readonly next: string;
  readonly of: RiderName;
  readonly children?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      <Rider of={of} size={14} />
      {/* No heading: where it stands says what it is of, and pages differ in how deep that is. */}
      <p className={css.title}>{title}</p>
      <p>{next}</p>
      {children && <div className={css.act}>{children}</div>}
    </div>
  );
}
