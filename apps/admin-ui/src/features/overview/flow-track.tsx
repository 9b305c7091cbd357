import { IconAlertTriangle, IconCheck, IconPlayerPlay, IconPoint, IconProgress } from '@tabler/icons-react';
import type { FlowStep } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ServerWords } from '../../ui/server-words.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useProblemWords } from '../../ui/use-problem-words.ts';
import { When } from '../../ui/when.tsx';
import { useFigureWords } from './figures.ts';
import css from './flow-track.module.css';
import { riderOf, usePlaceOf } from './step-place.ts';

const icons = {
  waiting: IconPoint,
  next: IconPlayerPlay,
  running: IconProgress,
  done: IconCheck,
  failed: IconAlertTriangle,
} as const;

/** The seven steps on one chain: squares for the data rider, wheels for the model rider, handed over at training. */
export function FlowTrack({ projectId, steps }: { readonly projectId: string; readonly steps: readonly FlowStep[] }) {
  const { t } = useTranslation();
  return (
    <ol className={css.track} aria-label={t('overview.track')}>
      {steps.map((step) => (
        <Stop key={step.step} projectId={projectId} step={step} />
      ))}
    </ol>
  );
}

function Stop({ projectId, step }: { readonly projectId: string; readonly step: FlowStep }) {
  const { t } = useTranslation();
  const { wordsOf } = useProblemWords();
  const figures = useFigureWords()(step);
  const { link, place } = usePlaceOf(projectId, step);
  const Icon = icons[step.state];
  return (
    <li className={css.stop} data-of={riderOf(step.step)} data-state={step.state}>
      <span className={css.node}>
        <Icon size={15} stroke={2.25} aria-hidden />
      </span>
      <Link {...link} className={css.words} title={t('overview.opens', { place })}>
        <span className={css.name}>{t(`step.${step.step}`)}</span>
        <StateMark state={step.state} />
        {step.error ? (
          <span className={css.error}>
            <ServerWords words={wordsOf(step.error).detail} />
          </span>
        ) : (
          figures.map((it) => (
            <span key={it} className={css.figure}>
              {it}
            </span>
          ))
        )}
        {step.endedAt && (
          <span className={css.when}>
            <When at={step.endedAt} />
          </span>
        )}
      </Link>
    </li>
  );
}
