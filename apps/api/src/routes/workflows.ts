import {
  cancelWorkflowRun,
  changeWorkflow,
  createWorkflow,
  deleteWorkflow,
  getWorkflow,
  getWorkflowRun,
  listWorkflowRuns,
  restartWorkflowRun,
  saidOf,
  startWorkflowRun,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { tagged, whereUnchanged } from '../entity-tag.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

export function addWorkflows(app: FastifyInstance, deps: ApiDeps): void {
  const { workflows } = deps.control;
  const present = (projectId: string, id: string) => async () => {
    const workflow = await workflows.get(projectId, id);
    return workflow && saidOf(workflow);
  };

  route(app, operations.createWorkflow, async ({ project, body, reply }) => {
    const made = await createWorkflow(deps, project, body);
    return tagged(reply, made, saidOf(made));
  });
  route(app, operations.listWorkflows, async ({ project, query }) => {
    const { items, next } = await page((it) => workflows.list(project.id, it), query);
    return { workflows: items, next };
  });
  route(app, operations.getWorkflow, async ({ project, params, reply }) => {
    const workflow = await getWorkflow(deps, project.id, params.workflowId);
    return tagged(reply, workflow, saidOf(workflow));
  });
  route(app, operations.changeWorkflow, async ({ project, params: { workflowId }, body, request, reply }) => {
    const change = () => changeWorkflow(deps, project, workflowId, body);
    const changed = await whereUnchanged(request, workflowId, present(project.id, workflowId), change);
    return tagged(reply, changed, saidOf(changed));
  });
  route(app, operations.deleteWorkflow, async ({ project, params: { workflowId }, request }) => {
    const remove = () => deleteWorkflow(deps, project.id, workflowId);
    await whereUnchanged(request, workflowId, present(project.id, workflowId), remove);
    return null;
  });

  route(app, operations.startWorkflowRun, ({ project, body }) => startWorkflowRun(deps, project.id, body.workflowId));
  route(app, operations.listWorkflowRuns, async ({ project, query: { workflowId, ...query } }) => {
    const list = (it: { before?: string | undefined; limit: number }) =>
      listWorkflowRuns(deps, project.id, { workflowId, ...it });
    const { items: workflowRuns, next } = await page(list, query);
    return { workflowRuns, next };
  });
  route(app, operations.getWorkflowRun, ({ project, params }) =>
    getWorkflowRun(deps, project.id, params.workflowRunId),
  );
  route(app, operations.cancelWorkflowRun, ({ project, params }) =>
    cancelWorkflowRun(deps, project.id, params.workflowRunId),
  );
  route(app, operations.restartWorkflowRun, ({ project, params }) =>
    restartWorkflowRun(deps, project.id, params.workflowRunId),
  );
}
