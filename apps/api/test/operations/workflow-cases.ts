import { type Operation, operations, type Workflow, type WorkflowRun } from '@tandem/data-model/contract';
import type { CallOptions } from '../start-app.ts';
import { type Cases, type Scene, unknown } from './scene.ts';

/** Cases of workflows and their runs. */
export function workflowCases({ api, cookie, empty, inEmpty }: Scene) {
  let made = 0;
  const said = () => ({ name: `nightly-${++made}`, steps: { load: {} } });
  const done = async (operation: Operation, options: CallOptions) =>
    (await api.call(operation, { cookie, ...options })).json();
  const workflow = () => done(operations.createWorkflow, { ...inEmpty(), body: said() }) as Promise<Workflow>;
  const inWorkflow = ({ id }: Pick<Workflow, 'id'>) => ({ params: { projectId: empty.id, workflowId: id } });
  const run = async () => {
    const body = { workflowId: (await workflow()).id };
    return done(operations.startWorkflowRun, { ...inEmpty(), body }) as Promise<WorkflowRun>;
  };
  const inRun = ({ id }: Pick<WorkflowRun, 'id'>) => ({ params: { projectId: empty.id, workflowRunId: id } });
  const cancelled = async () => inRun(await done(operations.cancelWorkflowRun, inRun(await run())));
  return {
    createWorkflow: {
      201: () => ({ ...inEmpty(), body: said() }),
      409: async () => ({ ...inEmpty(), body: { ...said(), name: (await workflow()).name } }),
    },
    listWorkflows: { 200: inEmpty },
    getWorkflow: { 200: async () => inWorkflow(await workflow()) },
    changeWorkflow: {
      200: async () => ({ ...inWorkflow(await workflow()), body: { ...said(), enabled: false } }),
      409: async () => ({ ...inWorkflow(await workflow()), body: { ...said(), name: (await workflow()).name } }),
    },
    deleteWorkflow: {
      204: async () => inWorkflow(await workflow()),
      409: async () => inWorkflow({ id: (await run()).workflowId }),
    },
    startWorkflowRun: {
      202: async () => ({ ...inEmpty(), body: { workflowId: (await workflow()).id } }),
      404: () => ({ ...inEmpty(), body: { workflowId: `wfl_${unknown}` } }),
      409: async () => ({ ...inEmpty(), body: { workflowId: (await run()).workflowId } }),
    },
    listWorkflowRuns: { 200: inEmpty },
    getWorkflowRun: { 200: async () => inRun(await run()) },
    cancelWorkflowRun: { 202: async () => inRun(await run()), 409: cancelled },
    restartWorkflowRun: { 202: cancelled, 409: async () => inRun(await run()) },
  } satisfies Partial<Cases>;
}
