import type { ReactNode } from 'react';
import css from './facts.module.css';

/** What is known of a thing, each fact under its name; one that is not known, or empty, is left out. */
export const Facts = ({ list }: { readonly list: readonly (readonly [name: string, fact: ReactNode])[] }) => (
  <dl className={css.facts}>
    {list
      .filter(([, fact]) => fact !== null && fact !== undefined && fact !== '' && fact !== false)
      .map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
  </dl>
);
