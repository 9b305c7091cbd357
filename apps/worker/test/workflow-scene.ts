import { openControlStore } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { createWorkflow, getWorkflowRun, provisioningSteps, startWorkflowRun } from '@tandem/control-plane';
import {
  type Metrics,
  TrainingJob,
  type TrainingReport,
  type Upload,
  WorkflowDefinition,
  type WorkflowRun,
} from '@tandem/data-model/contract';
import type { Attempt, ControlStore, OpenWork } from '@tandem/ports';
import pino from 'pino';
import { runJob, type WorkerDeps } from '../src/jobs/run-job.ts';
import { workflow } from '../src/jobs/workflow.ts';

/** Dies as the `n`th change of an attempt is about to be made, or was just made. */
export interface Death {
  readonly at: number;
  readonly when: 'before' | 'after';
}
export class Killed extends Error {}

/** Before and after each change that an attempt makes, of which there are at most four. */
export const mostChanges = 4;
export const deaths: readonly Death[] = Array.from({ length: mostChanges }, (_, k) => k + 1).flatMap((at) => [
  { at, when: 'before' },
  { at, when: 'after' },
]);

export const scores: Metrics = {
  ...{ SQL: 1, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1 },
  coverage: { p10: 0.1, p90: 0.9 },
};
const report = (test: Metrics) =>
  ({ ensemble: { validation: test, test }, baseline: { improvement: 0.1 } }) as unknown as TrainingReport;

const wholeChain = {
  load: {},
  train: { job: { preset: 'fast' } },
  gate: { mostWorse: { WQL: 0.1 } },
  deploy: { endpoint: 'sales' },
  batchForecast: {},
};
export const eachOnce = { loads: 1, trainingRuns: 1, models: 1, endpoints: 1, batchForecasts: 1 };

/** A project of a real control store, a run of a workflow in it, and the worker's attempts at that run. */
export class WorkflowScene {
  readonly control: ControlStore;
  readonly #postgres: TestPostgres;
  readonly queue = { send: async (work: OpenWork) => void this.sent.push(work) };
  /** What was sent and not taken up. */
  sent: OpenWork[] = [];
  projectId = '';
  /** The run that is looked at and attempted. */
  runId = '';
  #projects = 0;

  constructor(postgres: TestPostgres, control: ControlStore) {
    this.#postgres = postgres;
    this.control = control;
  }

  static async open(): Promise<WorkflowScene> {
    const postgres = await startTestPostgres();
    return new WorkflowScene(postgres, await openControlStore(await postgres.createDatabase()));
  }

  async close(): Promise<void> {
    await this.control.close();
    await this.#postgres.stop();
  }

  /** Goes on in a new project, with one upload. */
  async newProject(): Promise<void> {
    const { control } = this;
    const number = ++this.#projects;
    this.sent = [];
    const domain = await control.domains.create({ name: `d${number}`, region: 'us-east-1', portalUrl: 'http://x' });
    const blueprints = [{ blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } }] as const;
    const profile = await control.projectProfiles.create(domain.id, { name: 'p', blueprints: [...blueprints] });
    const steps = provisioningSteps(profile);
    const its = { domainId: domain.id, profileId: profile.id, name: 'P', catalogName: `c-${number}`, steps };
    this.projectId = (await control.projects.create(its)).id;
    await control.projects.update(this.projectId, { state: 'active' });
    await this.upload('sales.csv');
  }

  upload(name: string): Promise<Upload> {
    const { control, projectId } = this;
    return control.uploads.create({
      ...{ id: control.uploads.newId(), projectId, name, bytes: 1, sha256: '0'.repeat(64) },
      source: 'store_sales',
    });
  }

  /** A new workflow, of every step unless they are given, and its first run. */
  async start(steps: object = wholeChain): Promise<void> {
    const { control } = this;
    const project = (await control.projects.get(this.projectId))!;
    const said = { name: 'nightly', ...WorkflowDefinition.parse({ steps }) };
    const deps = { control, clock: () => new Date(), wake: async () => undefined };
    await this.startRun((await createWorkflow(deps, project, said)).id);
  }

  /** A run of a workflow, of the one that there is unless it is given. */
  async startRun(workflowId?: string): Promise<void> {
    const id = workflowId ?? (await this.control.workflows.list(this.projectId))[0]!.id;
    this.runId = (await startWorkflowRun(this, this.projectId, id)).id;
  }

  run(): Promise<WorkflowRun> {
    return getWorkflowRun(this, this.projectId, this.runId);
  }

  /**
   * One attempt by a process that may die at a transaction of it, or at a send, and does nothing more then. Gives how
   * many changes it made.
   */
  async attempt(death?: Death, store = this.control): Promise<number> {
    let acts = 0;
    let isDead = false;
    const die = () => {
      isDead = true;
      throw new Killed();
    };
    const mortal =
      <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (isDead) throw new Killed();
        const isTheOne = ++acts === death?.at;
        if (isTheOne && death?.when === 'before') die();
        const result = await act(...args);
        if (isTheOne) die();
        return result;
      };
    const mortalStore: ControlStore = {
      ...store,
      under: (lease) => {
        const leased = store.under(lease);
        const { workflowRuns } = leased;
        const once = mortal(leased.once) as typeof leased.once;
        return { ...leased, once, workflowRuns: { ...workflowRuns, update: mortal(workflowRuns.update) } };
      },
    };
    const deps = {
      control: mortalStore,
      queue: { send: mortal(this.queue.send) },
      now: () => new Date().toISOString(),
      log: pino({ enabled: false }),
    } as unknown as WorkerDeps;
    const first: Attempt = { number: 1, isLast: false, signal: new AbortController().signal };
    const work = { kind: 'workflow', projectId: this.projectId, id: this.runId } as const;
    await runJob(workflow, work, first, deps).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    return acts;
  }

  /** Ends whatever the run waits for, as its worker would; a training with these scores of its test window. */
  async endChildren(test = scores): Promise<void> {
    const { control, projectId } = this;
    const at = new Date().toISOString();
    const ended = { state: 'succeeded', startedAt: at, endedAt: at } as const;
    const open = ['queued', 'running'];
    for (const it of await control.loads.list(projectId)) await control.loads.update(it.id, ended, open);
    for (const it of await control.trainingRuns.list(projectId))
      await control.trainingRuns.update(it.id, { ...ended, report: report(test) }, open);
    for (const it of await control.endpoints.list(projectId))
      await control.endpoints.endDeployment(it.id, it.modelId, { state: 'in-service', error: null });
    for (const it of await control.batchForecasts.list(projectId))
      await control.batchForecasts.update(it.id, ended, open);
  }

  /** Attempts until the run has ended, its children ended between them. */
  async toItsEnd(): Promise<WorkflowRun> {
    for (let k = 0; k < 12; k++) {
      const run = await this.run();
      if (run.state !== 'queued' && run.state !== 'running') return run;
      await this.attempt();
      await this.endChildren();
    }
    return this.run();
  }

  /** A training run that has ended, and a version of its model that is registered; gives the version's id. */
  async registerModel(trainingRunId?: string): Promise<{ modelId: string; trainingRunId: string }> {
    const { control, projectId } = this;
    const name = 'sales-forecast';
    const ended = { state: 'succeeded', progress: null, error: null, startedAt: null, endedAt: null } as const;
    const training = { projectId, name, job: TrainingJob.parse({}), ...ended, report: report(scores) };
    const id = trainingRunId ?? (await control.trainingRuns.create(training)).id;
    const its = { projectId, name, trainingRunId: id, test: scores, improvement: null };
    return { modelId: (await control.models.create(its)).id, trainingRunId: id };
  }

  async counts(): Promise<typeof eachOnce> {
    const { control, projectId } = this;
    return {
      loads: (await control.loads.list(projectId)).length,
      trainingRuns: (await control.trainingRuns.list(projectId)).length,
      models: (await control.models.list(projectId)).length,
      endpoints: (await control.endpoints.list(projectId)).length,
      batchForecasts: (await control.batchForecasts.list(projectId)).length,
    };
  }
}
