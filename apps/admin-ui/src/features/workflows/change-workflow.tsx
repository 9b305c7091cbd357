import type { NewWorkflow } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/use-act.ts';
import { asDraft, useDraftOf } from '../../api/use-draft-of.ts';
import { Answer } from '../../ui/answer.tsx';
import { Detail } from '../../ui/detail.tsx';
import { WorkflowForm } from './workflow-form.tsx';

/** The form of a workflow as it is now, which is not saved over what somebody else has made of it meanwhile. */
export function ChangeWorkflow({
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
          onCancel={onDone}
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
