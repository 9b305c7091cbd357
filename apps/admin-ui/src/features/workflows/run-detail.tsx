import type { WorkflowRun } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { IfMay } from '../../api/if-may.tsx';
import { isLive } from '../../api/pace.ts';
import { useAct } from '../../api/use-act.ts';
import { workflowRunQuery } from '../../api/workflows.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Detail } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { RunSteps } from './run-steps.tsx';

/** One run: how far each step is and what it made, and the ways to stop it or to take it up again. */
export function RunDetail({
  projectId,
  runId,
  onClose,
}: {
  readonly projectId: string;
  readonly runId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const query = useQuery(workflowRunQuery(projectId, runId));
  return (
    <Detail title={t('workflows.runOf', { name: query.data?.name ?? '' })} onClose={onClose}>
      <Answer query={query}>
        {(run) => (
          <>
            <Facts
              list={[
                [t('workflows.state'), <StateMark key="state" state={run.state} />],
                [t('workflows.causeOf'), t(`workflows.cause.${run.cause}`)],
                [t('workflows.began'), <When key="began" at={run.createdAt} />],
                [t('workflows.ended'), run.endedAt && <When key="ended" at={run.endedAt} />],
                [t('workflows.restarts'), run.restarts > 0 && run.restarts],
              ]}
            />
            {run.error && run.state === 'failed' && <ProblemNotice error={run.error} />}
            <RunSteps run={run} />
            <IfMay projectId={projectId}>
              <Acts run={run} />
            </IfMay>
          </>
        )}
      </Answer>
    </Detail>
  );
}

function Acts({ run: { id, projectId, state } }: { readonly run: WorkflowRun }) {
  const { t } = useTranslation();
  const params = { projectId, workflowRunId: id };
  const cancel = useAct(projectId, () => client.cancelWorkflowRun({ params }));
  const restart = useAct(projectId, () => client.restartWorkflowRun({ params }));
  const error = cancel.error ?? restart.error;
  return (
    <div>
      {isLive({ state }) && (
        <ActButton
          variant="default"
          busy={cancel.isPending}
          busyLabel={t('workflows.cancelling')}
          onClick={() => {
            restart.reset();
            cancel.mutate(undefined);
          }}
        >
          {t('workflows.cancel')}
        </ActButton>
      )}
      {(state === 'failed' || state === 'cancelled') && (
        <ActButton
          busy={restart.isPending}
          busyLabel={t('workflows.restarting')}
          onClick={() => {
            cancel.reset();
            restart.mutate(undefined);
          }}
        >
          {t('workflows.restart')}
        </ActButton>
      )}
      {error && <ProblemNotice error={error} />}
    </div>
  );
}
