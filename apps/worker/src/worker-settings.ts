import { type Fault, InvalidInput } from '@tandem/data-model';

/** What the environment says of how a worker works. */
export interface WorkerSettings {
  /** Pieces of a kind that this worker runs at once. */
  readonly jobsAtOnce: number;
  /** Trainings, and batch forecasts, that one project may have run at once, over all workers. */
  readonly jobsPerProject: number;
  /** How long nothing may wait or run until the worker closes its connections to the database; undefined: never. */
  readonly idleMs: number | undefined;
}

const forms = {
  TANDEM_JOBS_AT_ONCE: { least: 1, most: 64, unless: 2 },
  TANDEM_JOBS_PER_PROJECT: { least: 1, most: 64, unless: 1 },
  TANDEM_WORKER_IDLE_SECONDS: { least: 1, most: 86_400, unless: 0 },
} as const;

/** @throws InvalidInput for a value of another form; `faults` name each */
export function readWorkerSettings(environment: NodeJS.ProcessEnv): WorkerSettings {
  const faults: Fault[] = [];
  const read = (name: keyof typeof forms): number => {
    const { least, most, unless } = forms[name];
    const text = environment[name];
    if (!text) return unless;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    faults.push({ at: name, expected: `a whole number from ${least} to ${most}`, got: text });
    return unless;
  };
  const idleSeconds = read('TANDEM_WORKER_IDLE_SECONDS');
  const settings = {
    jobsAtOnce: read('TANDEM_JOBS_AT_ONCE'),
    jobsPerProject: read('TANDEM_JOBS_PER_PROJECT'),
    idleMs: idleSeconds === 0 ? undefined : idleSeconds * 1_000,
  };
  if (faults.length === 0) return settings;
  const all = faults.map(({ at, expected, got }) => `${at} is "${got}", not ${expected}`).join('; ');
  throw new InvalidInput(`${all}.`, 'Correct it, or leave it out.', { faults });
}
