import { Button } from '@mantine/core';
import type { Workflow } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { isLive } from '../../api/pace.ts';
import { useAct } from '../../api/use-act.ts';
import { workflowRunsQuery } from '../../api/workflows.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { Detail, DetailPart } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { When } from '../../ui/when.tsx';
import { ChangeWorkflow } from './change-workflow.tsx';
import { RunList } from './run-list.tsx';
import { useStarts } from './use-starts.ts';
import { kindsOf } from './workflow-draft.ts';

/** One workflow: what it does, its runs, and for those who may, the ways to start, change and delete it. */
export function WorkflowDetail({
  workflow,
  onStarted,
  onClose,
}: {
  readonly workflow: Workflow;
  readonly onStarted: (runId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const starts = useStarts();
  const { id: workflowId, projectId, name, model, steps, nextAt } = workflow;
  const may = useMay(projectId)('operate');
  const [isChanging, setChanging] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const runs = useQuery(workflowRunsQuery(projectId, workflowId));
  const params = { projectId, workflowId };
  const start = useAct(
    projectId,
    () => client.startWorkflowRun({ params: { projectId }, body: { workflowId } }),
    ({ id }) => onStarted(id),
  );
  const remove = useAct(projectId, () => client.deleteWorkflow({ params }), onClose);
  return (
    <Detail title={name} onClose={onClose}>
      <Facts
        list={[
          [
            t('workflows.steps'),
            kindsOf(steps)
              .map((it) => t(`workflows.step.${it}`))
              .join(' → '),
          ],
          [t('workflows.model'), model],
          [t('workflows.starts'), starts(workflow)],
          [
            t('workflows.next'),
            nextAt && (
              <span key="next">
                <When at={nextAt} ahead /> ({instant(Date.parse(nextAt))})
              </span>
            ),
          ],
        ]}
      />
      {may && (
        <Button.Group>
          <ActButton
            busy={start.isPending}
            busyLabel={t('workflows.starting')}
            disabled={isChanging || runs.data?.workflowRuns.some(isLive) === true}
            onClick={() => start.mutate(undefined)}
          >
            {t('workflows.start')}
          </ActButton>
          {!isChanging && (
            <Button variant="default" onClick={() => setChanging(true)}>
              {t('workflows.change')}
            </Button>
          )}
          <Button variant="default" color="bad" disabled={isChanging} onClick={() => setDeleting(true)}>
            {t('workflows.delete')}
          </Button>
        </Button.Group>
      )}
      {start.error && <ProblemNotice error={start.error} />}
      {isChanging ? (
        <ChangeWorkflow projectId={projectId} workflowId={workflowId} onDone={() => setChanging(false)} />
      ) : (
        <DetailPart title={t('workflows.runs')}>
          <Answer query={runs}>
            {({ workflowRuns, next }) => (
              <>
                {workflowRuns.length === 0 ? (
                  <p>{t('workflows.noRuns')}</p>
                ) : (
                  <RunList workflowId={workflowId} runs={workflowRuns} />
                )}
                {next !== null && <p>{t('workflows.newestRuns', { many: workflowRuns.length })}</p>}
              </>
            )}
          </Answer>
        </DetailPart>
      )}
      <ConfirmByName
        opened={isDeleting}
        name={name}
        title={t('workflows.deleteTitle', { name })}
        consequence={t('workflows.deleteWhat')}
        instruction={t('people.typeName', { name })}
        actLabel={t('workflows.delete')}
        busyLabel={t('workflows.deleting')}
        busy={remove.isPending}
        error={remove.error}
        onAct={() => remove.mutate(undefined)}
        onClose={() => {
          remove.reset();
          setDeleting(false);
        }}
      />
    </Detail>
  );
}
