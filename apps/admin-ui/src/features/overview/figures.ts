import type { FlowStep, FlowStepName, flowFigures } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

export type FigureName = (typeof flowFigures)[FlowStepName][number];

/** The figures of a step by their known names; what a step does not know is left out. */
export const figuresOf = (step: FlowStep | undefined): Partial<Record<FigureName, number>> => step?.figures ?? {};

/** Those that the track shows below each step; the headline shows the rest. */
const shown: Record<FlowStepName, readonly FigureName[]> = {
  project: ['seconds'],
  files: ['files', 'bytes'],
  load: ['read', 'rejected'],
  training: ['items', 'candidates', 'seconds'],
  model: ['version', 'improvement'],
  endpoint: ['requests'],
  'batch-forecast': ['items', 'horizon'],
};

/** A step's figures in words, with their units. */
export function useFigureWords(): (step: FlowStep) => string[] {
  const { t } = useTranslation();
  const { number, fixed, percent, bytes, duration } = useFormat();
  const say = (name: FigureName, value: number): string => {
    switch (name) {
      case 'files':
      case 'endpoints':
      case 'requests':
        return t(`figure.${name}`, { count: value });
      case 'seconds':
        return t('figure.seconds', { value: duration(value) });
      case 'bytes':
        return t('figure.bytes', { value: bytes(value) });
      case 'sql':
      case 'baselineSql':
        return t(`figure.${name}`, { value: fixed(value, 3) });
      case 'improvement':
        return t('figure.improvement', { value: percent(value) });
      default:
        return t(`figure.${name}`, { value: number(value) });
    }
  };
  return (step) => {
    const figures = figuresOf(step);
    return shown[step.step].flatMap((name) => (figures[name] === undefined ? [] : [say(name, figures[name])]));
  };
}
