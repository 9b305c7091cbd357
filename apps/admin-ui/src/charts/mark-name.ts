import { useTranslation } from 'react-i18next';
import type { en } from '../i18n/en.ts';

type KnownMark = keyof typeof en.chart.mark;

const known: readonly string[] = ['promo', 'school_holiday', 'holiday'] satisfies KnownMark[];

/** The word for a mark that the portal knows; another covariate keeps its own name. */
export function useMarkName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (known.includes(name) ? t(`chart.mark.${name as KnownMark}`) : name);
}
