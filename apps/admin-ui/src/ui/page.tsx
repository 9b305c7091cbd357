import { type ReactNode, useEffect } from 'react';
import css from './page.module.css';
import { Rider, type RiderName } from './rider.tsx';

/** A page: its name, what it is, whether it is well, and its one action; then what it holds. */
export function Page({
  title,
  what,
  well,
  of,
  action,
  children,
}: {
  readonly title: string;
  readonly what: ReactNode;
  readonly well?: ReactNode;
  readonly of: RiderName;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Tandem`;
  }, [title]);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.said}>
          <h1>
            <Rider of={of} size={12} />
            {title}
          </h1>
          <p className={css.what}>{what}</p>
          {well && <p className={css.well}>{well}</p>}
        </div>
        {action && <div className={css.action}>{action}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page under its own heading, with a word of help and small controls at the right. */
export function Section({
  title,
  help,
  tools,
  children,
}: {
  readonly title: string;
  readonly help?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.section} aria-label={title}>
      <div className={css.sectionHead}>
        <div>
          <h2>{title}</h2>
          {help && <p className={css.help}>{help}</p>}
        </div>
        {tools && <div className={css.tools}>{tools}</div>}
      </div>
      {children}
    </section>
  );
}
