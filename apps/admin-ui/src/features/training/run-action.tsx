import { IconCircleCheck } from '@tabler/icons-react';
import type { TrainingRun } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { IfMay } from '../../api/if-may.tsx';
import { modelName } from '../../api/model-name.ts';
import { modelOf } from '../../api/newest.ts';
import { isLive } from '../../api/pace.ts';
import { modelsQuery } from '../../api/training.ts';
import { useAct } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './run-action.module.css';

/** What one can do with a run: stop it while it works, publish it once it is done. */
export function RunAction({ projectId, run }: { readonly projectId: string; readonly run: TrainingRun }) {
  if (isLive(run)) {
    return (
      <IfMay projectId={projectId}>
        <Cancel projectId={projectId} runId={run.id} />
      </IfMay>
    );
  }
  return run.state === 'succeeded' ? <Publish projectId={projectId} run={run} /> : null;
}

function Cancel({ projectId, runId }: { readonly projectId: string; readonly runId: string }) {
  const { t } = useTranslation();
  const cancel = useAct(projectId, () => client.cancelTrainingRun({ params: { projectId, trainingRunId: runId } }));
  return (
    <div className={css.action}>
      <ActButton
        variant="default"
        busy={cancel.isPending}
        busyLabel={t('run.cancelling')}
        onClick={() => cancel.mutate(undefined)}
      >
        {t('run.cancel')}
      </ActButton>
      {cancel.error && <ProblemNotice error={cancel.error} />}
    </div>
  );
}

function Publish({ projectId, run }: { readonly projectId: string; readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const { data: models } = useQuery(modelsQuery(projectId));
  const publish = useAct(projectId, () =>
    client.createModel({ params: { projectId }, body: { name: modelName(run.name), trainingRunId: run.id } }),
  );
  const model = models && modelOf(models, run.id);
  if (model) {
    return (
      <p className={css.published}>
        <IconCircleCheck size={16} aria-hidden />
        {t('run.published', { name: model.name, version: model.version })}
      </p>
    );
  }
  return (
    <IfMay projectId={projectId}>
      <div className={css.action}>
        <ActButton
          busy={publish.isPending}
          busyLabel={t('run.publishing')}
          disabled={!models}
          onClick={() => publish.mutate(undefined)}
        >
          {t('run.publish')}
        </ActButton>
        {publish.error && <ProblemNotice error={publish.error} />}
      </div>
    </IfMay>
  );
}
