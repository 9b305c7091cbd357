import type { FlowStepName } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { uploadsQuery } from '../../api/files.ts';
import { modelName } from '../../api/model-name.ts';
import { newestBySource, newestSuccess } from '../../api/newest.ts';
import { modelsQuery, trainingRunsQuery } from '../../api/training.ts';
import { useAct } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

/** Does the next step with what the steps before it made. Uploading needs files, so that one leads to the files. */
export function StepButton({
  projectId,
  step,
  failed = false,
}: {
  readonly projectId: string;
  readonly step: FlowStepName;
  readonly failed?: boolean;
}) {
  const { t } = useTranslation();
  const params = { projectId };
  switch (step) {
    case 'project':
      return failed ? (
        <Step
          projectId={projectId}
          label={t('stepDo.projectAgain')}
          busyLabel={t('stepDo.project')}
          act={() => client.retryProvisioning({ params })}
        />
      ) : (
        <p>{t('stepDo.project')}</p>
      );
    case 'files':
      return (
        <ButtonLink to="/projects/$projectId/files" params={params}>
          {t('stepDo.files')}
        </ButtonLink>
      );
    case 'load':
      return <LoadStep projectId={projectId} />;
    case 'training':
      return (
        <Step
          projectId={projectId}
          label={t('stepDo.training')}
          busyLabel={t('training.starting')}
          act={() => client.createTrainingRun({ params, body: { job: { preset: 'fast' } } })}
        />
      );
    case 'model':
      return <ModelStep projectId={projectId} />;
    case 'endpoint':
    case 'batch-forecast':
      return <ServeStep projectId={projectId} step={step} />;
  }
}

function LoadStep({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { data: uploads = [] } = useQuery(uploadsQuery(projectId));
  const chosen = newestBySource(uploads);
  return (
    <Step
      projectId={projectId}
      label={t('stepDo.load', { count: chosen.length })}
      busyLabel={t('files.loading')}
      ready={chosen.length > 0}
      act={() => client.createLoad({ params: { projectId }, body: { uploadIds: chosen.map(({ id }) => id) } })}
    />
  );
}

function ModelStep({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { data: runs = [] } = useQuery(trainingRunsQuery(projectId));
  const run = newestSuccess(runs);
  return (
    <Step
      projectId={projectId}
      label={t('stepDo.model')}
      busyLabel={t('run.publishing')}
      ready={run !== undefined}
      act={() =>
        client.createModel({
          params: { projectId },
          body: { name: modelName(run?.name ?? ''), trainingRunId: run?.id ?? '' },
        })
      }
    />
  );
}

function ServeStep({ projectId, step }: { readonly projectId: string; readonly step: 'endpoint' | 'batch-forecast' }) {
  const { t } = useTranslation();
  const { data: [model] = [] } = useQuery(modelsQuery(projectId));
  const modelId = model?.id ?? '';
  const params = { projectId };
  return (
    <Step
      projectId={projectId}
      label={t(`stepDo.${step}`)}
      busyLabel={t(step === 'endpoint' ? 'endpoints.deploying' : 'forecasts.starting')}
      ready={model !== undefined}
      act={() =>
        step === 'endpoint'
          ? client.createEndpoint({ params, body: { name: model?.name ?? '', modelId } })
          : client.createBatchForecast({ params, body: { modelId } })
      }
    />
  );
}

function Step({
  projectId,
  label,
  busyLabel,
  ready = true,
  act,
}: {
  readonly projectId: string;
  readonly label: string;
  readonly busyLabel: string;
  readonly ready?: boolean;
  readonly act: () => Promise<unknown>;
}) {
  const doing = useAct(projectId, act);
  return (
    <>
      {doing.error && <ProblemNotice error={doing.error} />}
      <ActButton busy={doing.isPending} busyLabel={busyLabel} disabled={!ready} onClick={() => doing.mutate(undefined)}>
        {label}
      </ActButton>
    </>
  );
}
