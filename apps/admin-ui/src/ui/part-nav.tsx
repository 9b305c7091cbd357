import type { ReactNode } from 'react';
import css from './part-nav.module.css';

/** Links to the parts of one page, in a row. */
export const PartNav = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <nav className={css.parts} aria-label={label}>
    {children}
  </nav>
);
