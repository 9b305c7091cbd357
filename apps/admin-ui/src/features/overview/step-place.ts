import type { FlowStep, FlowStepName } from '@tandem/data-model/contract';
import { linkOptions } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Which rider does a step. */
export const riderOf = (step: FlowStepName): 'data' | 'model' =>
  step === 'project' || step === 'files' || step === 'load' ? 'data' : 'model';

/** Where the thing that a step made can be seen, and what that place is called. */
export function usePlaceOf(projectId: string, { step, subjectId }: FlowStep) {
  const { t } = useTranslation();
  const params = { projectId };
  switch (step) {
    case 'project':
      return { place: t('place.tables'), link: linkOptions({ to: '/projects/$projectId/tables', params }) };
    case 'files':
      return { place: t('place.files'), link: linkOptions({ to: '/projects/$projectId/files', params }) };
    case 'load':
      return {
        place: t('place.files'),
        link: linkOptions({
          to: '/projects/$projectId/files',
          params,
          search: subjectId ? { load: subjectId } : {},
        }),
      };
    case 'training':
    case 'model':
      return {
        place: t('place.training'),
        link: subjectId?.startsWith('run_')
          ? linkOptions({ to: '/projects/$projectId/training/$runId', params: { ...params, runId: subjectId } })
          : linkOptions({ to: '/projects/$projectId/training', params }),
      };
    case 'endpoint':
      return { place: t('place.endpoints'), link: linkOptions({ to: '/projects/$projectId/endpoints', params }) };
    case 'batch-forecast':
      return {
        place: t('place.forecasts'),
        link: subjectId
          ? linkOptions({ to: '/projects/$projectId/forecasts/$batchId', params: { ...params, batchId: subjectId } })
          : linkOptions({ to: '/projects/$projectId/forecasts', params }),
      };
  }
}
