import { useEffect, useRef } from 'react';
import css from './log-lines.module.css';
import { ScrollArea } from './scroll-area.tsx';

/** The lines of a job as they come; it stays at the end unless one has scrolled up to read. */
export function LogLines({
  label,
  lines,
}: {
  readonly label: string;
  readonly lines: readonly { readonly at: string; readonly text: string }[];
}) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <ScrollArea
      ref={box}
      className={css.log}
      role="log"
      aria-label={label}
      onScroll={({ currentTarget: it }) => {
        follows.current = it.scrollTop + it.clientHeight >= it.scrollHeight - 24;
      }}
    >
      {lines.map(({ at, text }, i) => (
        <p key={i}>
          <time dateTime={at}>{at.slice(11, 19)}</time> {text}
        </p>
      ))}
    </ScrollArea>
  );
}
