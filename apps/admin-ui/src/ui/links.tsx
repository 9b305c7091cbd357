import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = Omit<ButtonProps, 'href'> &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps | 'href'> & { readonly ref?: Ref<HTMLAnchorElement> };

/** A link that looks like a button: it goes somewhere, so it is a link to the keyboard and to a screen reader. */
export const ButtonLink = createLink((props: Props) => <Button component="a" {...props} />);
