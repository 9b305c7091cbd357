import { Button } from '@mantine/core';
import type { NewWorkflow, Workflow } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { isLive } from '../../api/pace.ts';
import { useAct } from '../../api/use-act.ts';
import { asDraft, useDraftOf } from '../../api/use-draft-of.ts';
import { workflowRunsQuery } from '../../api/workflows.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { Detail, DetailPart } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { When } from '../../ui/when.tsx';
import { RunList } from './run-list.tsx';
import { kindsOf } from './workflow-draft.ts';
import { WorkflowForm } from './workflow-form.tsx';

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
  const { id: workflowId, projectId, name, model, steps, schedule, nextAt } = workflow;
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
          [t('workflows.field.cron'), schedule && `${schedule.cron} (${schedule.timeZone})`],
          [t('workflows.next'), nextAt && <When key="next" at={nextAt} ahead />],
        ]}
      />
      {may && (
        <Button.Group>
          <ActButton
            busy={start.isPending}
            busyLabel={t('workflows.starting')}
            disabled={runs.data?.some(isLive) === true}
            onClick={() => start.mutate(undefined)}
          >
            {t('workflows.start')}
          </ActButton>
          <Button variant="default" aria-expanded={isChanging} onClick={() => setChanging((it) => !it)}>
            {t('workflows.change')}
          </Button>
          <Button variant="default" color="bad" onClick={() => setDeleting(true)}>
            {t('workflows.delete')}
          </Button>
        </Button.Group>
      )}
      {start.error && <ProblemNotice error={start.error} />}
      {isChanging && <ChangeWorkflow projectId={projectId} workflowId={workflowId} onDone={() => setChanging(false)} />}
      <DetailPart title={t('workflows.runs')}>
        <Answer query={runs}>
          {(all) =>
            all.length === 0 ? <p>{t('workflows.noRuns')}</p> : <RunList workflowId={workflowId} runs={all} />
          }
        </Answer>
      </DetailPart>
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
        onClose={() => setDeleting(false)}
      />
    </Detail>
  );
}

/** The form of a workflow as it is now, which is not saved over what somebody else has made of it meanwhile. */
function ChangeWorkflow({
  projectId,
  workflowId,
  onDone,
}: {
  readonly projectId: string;
  readonly workflowId: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const params = { projectId, workflowId };
  const { query, round, newer } = useDraftOf(workflowId, (options) => client.getWorkflow({ params }, options));
  const change = useAct(
    projectId,
    (body: NewWorkflow) => client.changeWorkflow({ params, body }, asDraft(query.data)),
    onDone,
  );
  const onNewer = () => {
    change.reset();
    newer();
  };
  return (
    <Answer query={query}>
      {({ value }) => (
        <WorkflowForm
          key={round}
          workflow={value}
          act={change}
          actLabel={t('workflows.save')}
          busyLabel={t('workflows.saving')}
          onNewer={onNewer}
        />
      )}
    </Answer>
  );
}

/** A workflow to be made. */
export function NewWorkflowDetail({
  projectId,
  onMade,
  onClose,
}: {
  readonly projectId: string;
  readonly onMade: (workflowId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const create = useAct(
    projectId,
    (body: NewWorkflow) => client.createWorkflow({ params: { projectId }, body }),
    ({ id }) => onMade(id),
  );
  return (
    <Detail title={t('workflows.add')} onClose={onClose}>
      <WorkflowForm workflow={null} act={create} actLabel={t('workflows.create')} busyLabel={t('workflows.creating')} />
    </Detail>
  );
}
