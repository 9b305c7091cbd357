import type { Workflow } from '@tandem/data-model/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

type Starts = Pick<Workflow, 'enabled' | 'schedule' | 'dataArrival'>;

/** What starts a workflow, in words: its schedule in whose clock, files, a person alone; and that it is off. */
export function useStarts(): (workflow: Starts) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ enabled, schedule, dataArrival }) => {
      const clock = schedule && `${schedule.cron} (${schedule.timeZone})`;
      const causes = [clock, dataArrival && t('workflows.byData')].filter(Boolean).join(', ');
      if (enabled) return causes || t('workflows.byHand');
      return causes ? t('workflows.offOf', { causes }) : t('workflows.off');
    },
    [t],
  );
}
