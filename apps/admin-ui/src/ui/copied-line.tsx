import type { ReactNode } from 'react';
import css from './copied-line.module.css';
import { CopyButton } from './copy-button.tsx';

/** A line of text that is there to be copied, with the button that does it. */
export const CopiedLine = ({
  text,
  label,
  children = <code>{text}</code>,
}: {
  readonly text: string;
  readonly label?: string;
  readonly children?: ReactNode;
}) => (
  <div className={css.line}>
    {children}
    <CopyButton text={text} {...(label ? { label } : {})} />
  </div>
);
