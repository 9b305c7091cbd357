import assert from 'node:assert/strict';
import { NotFound } from '@tandem/data-model';
import {
  type Model,
  mostFilesOfLoad,
  type Project,
  type RunStep,
  type Upload,
  type WorkflowRun,
} from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { createBatchForecast } from '../flow/batch-forecasts.ts';
import { createEndpoint } from '../flow/endpoints.ts';
import { createLoad } from '../flow/loads.ts';
import { createModel, getModel } from '../flow/models.ts';
import { createTrainingRun } from '../flow/training-runs.ts';
import { starOf } from '../projects/stars.ts';
import type { childOf } from './end-child.ts';
import { type Check, judgeModel, whyRefused } from './judge-model.ts';
import { newUploads } from './new-uploads.ts';

export type Child = NonNullable<ReturnType<typeof childOf>>;
type Made = RunStep['made'][number];

/** What a step has begun; or why there was nothing to begin. The run, where it was found which model it is about. */
type Begun = { readonly run?: WorkflowRun } & (
  | { readonly made: Made; readonly note?: string | null }
  | { readonly skipped: string }
);

/** Begins a step within the transaction of the store that is given. Throws what the call by hand throws. */
export async function beginStep(deps: Deps, run: WorkflowRun, step: RunStep): Promise<Begun> {
  const { projectId, definition, priority } = run;
  switch (step.step) {
    case 'load':
      return beginLoad(deps, run, step);
    case 'train': {
      const { job } = wanted(definition.train);
      const made = await createTrainingRun(deps, await projectOf(deps.control, projectId), {
        ...{ name: run.model, job },
        ...(priority ? { priority } : {}),
      });
      return { made: { kind: 'training-run', id: made.id, name: made.name } };
    }
    case 'deploy': {
      const { endpoint: name } = wanted(definition.deploy);
      const model = await modelOf(deps.control, run);
      const made = await createEndpoint(deps, projectId, { name, modelId: model.id });
      return { run: { ...run, modelId: model.id }, made: { kind: 'endpoint', id: made.id, name } };
    }
    case 'batch-forecast': {
      const { horizon } = wanted(definition.batchForecast);
      const model = await modelOf(deps.control, run);
      const asked = { modelId: model.id, horizon, ...(priority ? { priority } : {}) };
      const made = await createBatchForecast(deps, projectId, asked);
      return {
        run: { ...run, modelId: model.id },
        made: { kind: 'batch-forecast', id: made.id, name: `${made.horizon} steps` },
      };
    }
    case 'gate':
      throw new assert.AssertionError({ message: 'a gate begins nothing' });
  }
}

async function beginLoad(deps: Deps, run: WorkflowRun, { made }: RunStep): Promise<Begun> {
  const { control } = deps;
  const { fresh, failed } = await uploadsToLoad(control, run.projectId);
  // Of what loads have refused, a restart tries again what this run's own load had, by itself: it must not spoil others.
  const before = made.at(-1);
  const refused = before && (await control.loads.get(run.projectId, before.id));
  const again = failed.filter((it) => refused?.uploadIds.includes(it.id));
  if (again.length > 0) return loadOf(deps, run, again, fresh.length);
  if (fresh.length === 0) return { skipped: 'No upload is new since the last load.' };
  return loadOf(deps, run, fresh.slice(0, mostFilesOfLoad), fresh.length - mostFilesOfLoad);
}

/** After a load of a run the next one, where more uploads were there when the step began than a load may have. */
export async function beginFurtherLoad(
  deps: Deps,
  run: WorkflowRun,
  { startedAt }: RunStep,
): Promise<{ readonly made: Made; readonly note: string | null } | undefined> {
  const { fresh } = await uploadsToLoad(deps.control, run.projectId);
  const waiting = fresh.filter((it) => startedAt !== null && it.createdAt <= startedAt);
  if (waiting.length === 0) return undefined;
  return loadOf(deps, run, waiting.slice(0, mostFilesOfLoad), waiting.length - mostFilesOfLoad);
}

async function loadOf(
  deps: Deps,
  { projectId, definition, priority }: WorkflowRun,
  uploads: readonly Upload[],
  later: number,
): Promise<{ readonly made: Made; readonly note: string | null }> {
  const { maxRejectShare } = wanted(definition.load);
  const made = await createLoad(deps, await projectOf(deps.control, projectId), {
    ...{ uploadIds: uploads.map((it) => it.id), maxRejectShare },
    ...(priority ? { priority } : {}),
  });
  return {
    made: { kind: 'load', id: made.id, name: `${uploads.length} files` },
    note: later > 0 ? `Further loads take ${later} more files.` : null,
  };
}

/**
 * What a load would take of a project's uploads, and the ids of all that were looked at. Costs a look at every upload
 * and load of the project, without the loads' reports.
 */
export async function uploadsToLoad(
  control: ControlStore,
  projectId: string,
): Promise<ReturnType<typeof newUploads> & { readonly known: ReadonlySet<string> }> {
  const { sources } = await starOf({ control }, projectId);
  const uploads = await control.uploads.list(projectId);
  const loads = await control.loads.summaries(projectId, { limit: 1_000_000 });
  return {
    ...newUploads(uploads, loads, new Set(sources.map((it) => it.name))),
    known: new Set(uploads.map((it) => it.id)),
  };
}

/** What the end of a step's job makes besides: of a training run, the next version of the model. */
export async function endStep(
  control: ControlStore,
  run: WorkflowRun,
  { kind, id }: Child,
): Promise<{ readonly run: WorkflowRun; readonly made: readonly Made[] }> {
  if (kind !== 'train') return { run, made: [] };
  const model = await createModel({ control }, run.projectId, { name: run.model, trainingRunId: id });
  const made = { kind: 'model', id: model.id, name: `${model.name} version ${model.version}` } as const;
  return { run: { ...run, modelId: model.id }, made: [made] };
}

/** What a gate finds of the run's model, and why it refuses it where it does. */
export async function judge(
  control: ControlStore,
  run: WorkflowRun,
): Promise<{ run: WorkflowRun; checks: Check[]; refusal: string | undefined; note: string | null }> {
  const { projectId, definition } = run;
  const gate = wanted(definition.gate);
  const model = await modelOf(control, run);
  const name = gate.endpoint ?? wanted(definition.deploy).endpoint;
  const endpoint = await control.endpoints.byName(projectId, name);
  const served = endpoint && endpoint.state !== 'failed' ? endpoint.modelId : undefined;
  const champion = served === undefined ? undefined : await control.models.get(projectId, served);
  const checks = judgeModel(gate, model.test, champion?.test);
  const refused = checks.filter((it) => !it.passed).map(whyRefused);
  return {
    run: { ...run, modelId: model.id },
    checks,
    refusal: refused.length > 0 ? refused.join('; ') : undefined,
    note: champion
      ? `The champion is ${champion.name} version ${champion.version}, which ${name} serves.`
      : `There is no champion: the endpoint ${name} serves no model.`,
  };
}

/** The version that the run is about; the newest of its model, where none was trained. */
async function modelOf(control: ControlStore, { projectId, model: name, modelId }: WorkflowRun): Promise<Model> {
  if (modelId !== null) return getModel({ control }, projectId, modelId);
  const newest = (await control.models.list(projectId)).find((it) => it.name === name);
  if (!newest) throw new NotFound('model', name);
  return newest;
}

async function projectOf(control: ControlStore, projectId: string): Promise<Project> {
  const project = await control.projects.get(projectId);
  if (!project) throw new NotFound('project', projectId);
  return project;
}

function wanted<T>(settings: T | undefined): T {
  assert(settings !== undefined, 'a run has the settings of each of its steps');
  return settings;
}
