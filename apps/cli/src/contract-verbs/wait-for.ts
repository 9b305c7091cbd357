import { setTimeout as sleep } from 'node:timers/promises';
import type { JobError, Operation, Progress } from '@tandem/data-model/contract';
import { describe, JobFailed } from '../flow/jobs.ts';
import type { ProgressView } from '../terminal/progress.ts';
import type { Getter } from './getter-of.ts';
import type { Call } from './read-call.ts';
import { verbOf } from './verb-of.ts';

interface Begun {
  readonly id: string;
  readonly state: string;
  readonly progress?: Progress | null;
  readonly error?: JobError | null;
}

const underWay = ['queued', 'running', 'provisioning', 'creating', 'pending', 'deleting'];
const failed = ['failed', 'cancelled'];

/** What was begun, once it has ended. Throws JobFailed where it ended without what was asked for. */
export async function waitFor(
  operation: Operation,
  { operation: getter, idParameter }: Getter,
  { params }: Call,
  reply: unknown,
  ask: (params: object) => Promise<unknown>,
  view: ProgressView,
  signal: AbortSignal,
): Promise<unknown> {
  const names = [...getter.path.matchAll(/:(\w+)/g)].map((it) => it[1]!);
  const { id } = reply as Begun;
  const given = Object.fromEntries(names.map((it) => [it, it === idParameter ? id : params[it]]));
  const title = verbOf(operation).join(' ');
  return view.step(title, async (note) => {
    let now = reply as Begun;
    while (underWay.includes(now.state)) {
      if (now.progress) note(describe(now.progress));
      await sleep(150, undefined, { signal });
      now = (await ask(given)) as Begun;
    }
    const meant = operation.id.startsWith('cancel') && now.state === 'cancelled';
    if (failed.includes(now.state) && !meant) throw new JobFailed(id, now.error ?? null, now.state);
    return [`${id} ${now.state}`, now] as const;
  });
}
