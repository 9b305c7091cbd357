import type { ReactNode } from 'react';
import css from './notice.module.css';

/** Something to know before one relies on what stands below: no failure, and nothing to be done at once. */
export const Notice = ({ children }: { readonly children: ReactNode }) => (
  <div className={css.notice} role="status">
    {children}
  </div>
);
