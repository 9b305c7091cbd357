import type { ComponentProps } from 'react';

/** A part of a page that scrolls by itself: a stop for the keyboard, so that it can be scrolled without a mouse. */
export function ScrollArea(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, as axe's rule scrollable-region-focusable asks
  return <div tabIndex={0} {...props} />;
}
