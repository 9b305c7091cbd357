import type { FormEvent, ReactNode } from 'react';
import css from './line-form.module.css';

/** A small form in one line: its fields, then its button. On a narrow screen they stand below each other. */
export function LineForm({
  label,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={css.form} aria-label={label} onSubmit={submit}>
      {children}
    </form>
  );
}
