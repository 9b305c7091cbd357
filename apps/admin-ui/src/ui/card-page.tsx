import { type ReactNode, useEffect } from 'react';
import css from './card-page.module.css';
import { Wheels } from './wheels.tsx';

/** A page of one small thing, outside of the frame. */
export function CardPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Tandem`;
  }, [title]);
  return (
    <main className={css.page}>
      <div className={css.card}>
        <Wheels width={54} />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
