import { GateRefused, LeaseLost, mayPass, QuotaExceeded } from '@tandem/data-model';
import type { JobError, RunStep, WorkflowRun } from '@tandem/data-model/contract';
import type { ControlStore, LeasedStore, OpenWork, Queue } from '@tandem/ports';
import type { Clock, Deps } from '../deps.ts';
import { hasEnded } from '../flow/jobs.ts';
import { asOf } from '../flow/queued-job.ts';
import { childOf } from './end-child.ts';
import { beginFurtherLoad, beginStep, type Child, endStep, judge } from './run-steps.ts';
import { stateOf } from './state-of-child.ts';
import { isDone } from './workflow-runs.ts';

export interface AdvanceDeps {
  readonly control: LeasedStore;
  readonly queue: Pick<Queue, 'send'>;
  readonly clock: Clock;
  /** Adds a line to the run's log. */
  readonly say: (text: string) => void;
  /** What a failure that is no known one is told to readers of the run as. */
  readonly errorOf: (error: unknown) => JobError;
}

/**
 * Carries a run on as far as it goes now: until it waits for what a step has begun, or has ended. It may be called again
 * at any time, and after being cut off anywhere: what a step makes, and the note that it made it, are one transaction,
 * done once in the life of the run. Throws LeaseLost, and what may pass.
 */
export async function advanceRun(deps: AdvanceDeps, projectId: string, id: string): Promise<void> {
  for (;;) {
    const run = await deps.control.workflowRuns.get(projectId, id);
    if (!run || hasEnded(run.state)) return;
    const at = run.steps.findIndex((it) => !isDone(it));
    const goesOn = at < 0 ? await succeed(deps, run) : await carryOn(deps, run, at);
    if (!goesOn) return;
  }
}

const open = ['queued', 'running'] as const;

async function succeed({ control, clock, say }: AdvanceDeps, { id, restarts }: WorkflowRun): Promise<false> {
  const ended = { state: 'succeeded', progress: null, endedAt: clock().toISOString() } as const;
  await control.once(`succeeded ${restarts}`, (inside) => inside.workflowRuns.update(id, ended, open));
  say('It has succeeded.');
  return false;
}

/** Whether there is more to do at once. */
async function carryOn(deps: AdvanceDeps, run: WorkflowRun, at: number): Promise<boolean> {
  const step = run.steps[at]!;
  try {
    if (step.step === 'gate') return await passGate(deps, run, at);
    // A step that is restarted still names what it made before.
    const child = step.state === 'running' ? childOf(step) : undefined;
    if (!child) return await begin(deps, run, at);
    const now = await stateOf(deps.control, run, child);
    if (now.state === 'failed') return await fail(deps, run, at, now.error);
    if (now.state === 'succeeded') return await end(deps, run, at, child);
    // It may be that whoever made it died before it was sent.
    if (now.state === 'queued') await deps.queue.send(workOf(run, child));
    return false;
  } catch (error) {
    if (error instanceof RunEnded) return false;
    if (error instanceof LeaseLost || mayPass(error)) throw error;
    if (error instanceof QuotaExceeded && error.passes) return waitForRoom(deps, run, at, error);
    return fail(deps, run, at, deps.errorOf(error));
  }
}

/** Leaves the step for when another job of the project has ended, and says so. */
async function waitForRoom(deps: AdvanceDeps, run: WorkflowRun, at: number, error: QuotaExceeded): Promise<false> {
  const { step, note: said } = run.steps[at]!;
  const note = `It waits for room. ${error.message}`;
  if (said === note) return false;
  const steps = run.steps.map((it, n) => (n === at ? { ...it, note } : it));
  const startedAt = run.startedAt ?? deps.clock().toISOString();
  await deps.control.workflowRuns.update(run.id, { steps, state: 'running', startedAt }, open);
  deps.say(`Step ${step}: ${note}`);
  return false;
}

/**
 * Does what a step is to do once, in one transaction, and sends what that gave to workers when it stands. Undefined
 * where another attempt has done it.
 */
async function onceThenSend<T>(
  { control, queue }: AdvanceDeps,
  effect: string,
  act: (deps: { readonly control: ControlStore; readonly queue: Pick<Queue, 'send'> }) => Promise<T>,
  said: (done: T) => void,
): Promise<T | undefined> {
  const sent: OpenWork[] = [];
  const collect = { send: async (work: OpenWork) => void sent.push(work) };
  const done = await control.once(effect, (inside) => act({ control: inside, queue: collect }));
  if (done !== undefined) said(done);
  for (const work of sent) await queue.send(work);
  return done;
}

async function begin(deps: AdvanceDeps, run: WorkflowRun, at: number): Promise<boolean> {
  const { clock, say } = deps;
  const { step, made } = run.steps[at]!;
  const begun = await onceThenSend(
    deps,
    `${step} ${run.restarts}`,
    async (inside) => {
      const began = await beginStep(inside, run, run.steps[at]!);
      await saveStep(deps, inside.control, began.run ?? run, at, {
        ...('skipped' in began
          ? { state: 'skipped' as const, note: began.skipped, endedAt: clock().toISOString() }
          : { state: 'running' as const, made: [...made, began.made], note: began.note ?? null }),
        startedAt: clock().toISOString(),
      });
      return began;
    },
    (began) =>
      say(
        'skipped' in began
          ? `Step ${step}: ${began.skipped}`
          : `Step ${step} begins: ${began.made.kind} ${began.made.id}.`,
      ),
  );
  return begun !== undefined && 'skipped' in begun;
}

async function end(deps: AdvanceDeps, run: WorkflowRun, at: number, child: Child): Promise<boolean> {
  const { clock, say } = deps;
  const { step, made } = run.steps[at]!;
  // A load may be followed by another one, so that a step can end several times.
  const ended = await onceThenSend(
    deps,
    `${step} ${run.restarts} ended ${made.length}`,
    async (inside) => {
      const further = step === 'load' ? await beginFurtherLoad(inside, run, run.steps[at]!) : undefined;
      if (further) {
        await saveStep(deps, inside.control, run, at, { made: [...made, further.made], note: further.note });
        return { further: further.made };
      }
      const { run: changed, made: more } = await endStep(inside.control, run, child);
      const all = { made: [...made, ...more], endedAt: clock().toISOString() };
      await saveStep(deps, inside.control, changed, at, { ...all, note: null, state: 'succeeded' });
      return {};
    },
    ({ further }) =>
      say(further ? `Step ${step} goes on: ${further.kind} ${further.id}.` : `Step ${step} has succeeded.`),
  );
  // Another attempt has done it, of a time that is over: what the record says now is not for this one.
  return ended !== undefined && !ended.further;
}

async function passGate(deps: AdvanceDeps, run: WorkflowRun, at: number): Promise<boolean> {
  const { control, clock, say } = deps;
  const { checks, refusal, note, run: changed } = await judge(control, run);
  const now = clock().toISOString();
  const judged = { checks, note, startedAt: now, endedAt: now };
  if (refusal !== undefined) {
    const {
      code,
      message: detail,
      mend,
    } = new GateRefused(
      `The gate refuses the model: ${refusal}.`,
      'Nothing was deployed. Look at the training report; to serve the model all the same, create the endpoint by hand.',
    );
    return fail(deps, changed, at, { code, detail, mend }, judged);
  }
  const passed = await control.once(`gate ${run.restarts}`, async (inside) => {
    await saveStep(deps, inside, changed, at, { ...judged, state: 'succeeded' });
    return true;
  });
  if (!passed) return false;
  say(`Step gate has succeeded.${note === null ? '' : ` ${note}`}`);
  return true;
}

async function fail(
  { control, clock, say }: AdvanceDeps,
  run: WorkflowRun,
  at: number,
  error: JobError,
  judged: Partial<RunStep> = {},
): Promise<false> {
  const endedAt = clock().toISOString();
  const steps = run.steps.map((it, n) =>
    n === at ? { ...it, ...judged, state: 'failed' as const, error, endedAt } : it,
  );
  const failed = { modelId: run.modelId, steps, state: 'failed', progress: null, error, endedAt } as const;
  await control.workflowRuns.update(run.id, failed, open);
  say(`Step ${run.steps[at]!.step} has failed: ${error.detail}`);
  return false;
}

/** The run was ended meanwhile; what was to be made with this change is not made. */
class RunEnded extends Error {}

async function saveStep(
  { clock }: AdvanceDeps,
  inside: ControlStore,
  run: WorkflowRun,
  at: number,
  change: Partial<RunStep>,
): Promise<void> {
  const steps = run.steps.map((it, n) => (n === at ? { ...it, ...change } : it));
  const next = steps.findIndex((it) => !isDone(it));
  const present = steps[next < 0 ? at : next]!.step;
  const saved = await inside.workflowRuns.update(
    run.id,
    {
      modelId: run.modelId,
      steps,
      state: 'running',
      startedAt: run.startedAt ?? clock().toISOString(),
      progress: {
        step: present,
        detail: `Step ${present}, ${next < 0 ? steps.length : next + 1} of ${steps.length}`,
        share: (next < 0 ? steps.length : next) / steps.length,
        etaSeconds: null,
      },
    },
    open,
  );
  if (!saved) throw new RunEnded('the run has ended');
}

const workOf = ({ projectId, priority }: WorkflowRun, { kind, id }: Child): OpenWork => ({
  ...{ kind, projectId, id },
  ...(kind === 'deploy' ? {} : asOf(priority)),
});

/**
 * Sends the runs of a project to be carried on that wait for a piece of work, which has just ended or been tried, or for
 * room that its end may have made; a run itself takes none.
 */
export async function sendWaitingRuns({ control, queue }: Deps, { kind, projectId, id }: OpenWork): Promise<void> {
  if (kind === 'workflow') return;
  for (const run of await control.workflowRuns.open(projectId)) {
    const present = run.steps.filter((it) => it.state === 'running');
    if (present.length > 0 && !present.some((it) => childOf(it)?.id === id)) continue;
    await queue.send({ kind: 'workflow', projectId, id: run.id, ...asOf(run.priority) });
  }
}
