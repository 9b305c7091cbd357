import type { TrainingEvent } from '@tandem/data-model/contract';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import css from './run-log.module.css';

/** The lines of a run as they come; it stays at the end unless one has scrolled up to read. */
export function RunLog({ lines }: { readonly lines: TrainingEvent['log'] }) {
  const { t } = useTranslation();
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
      aria-label={t('run.log')}
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
