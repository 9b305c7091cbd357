import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';

/** A button that does something on the server: while that is on its way it says so and can't be pressed again. */
export function ActButton({
  busy,
  busyLabel,
  onClick,
  children,
  type = 'button',
  title,
  ...look
}: ButtonProps & {
  readonly busy: boolean;
  readonly busyLabel: string;
  readonly onClick?: () => void;
  readonly children: ReactNode;
  readonly type?: 'button' | 'submit';
  readonly title?: string;
}) {
  return (
    <Button
      {...look}
      type={type}
      title={title}
      disabled={busy || look.disabled === true}
      onClick={onClick}
      aria-busy={busy}
    >
      {busy ? busyLabel : children}
    </Button>
  );
}
