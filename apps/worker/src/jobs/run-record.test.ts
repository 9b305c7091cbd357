import { DiskFull, InvalidInput, LeaseLost, QuotaExceeded, Unavailable } from '@tandem/data-model';
import type { Attempt, ControlStore, LeasedStore, OpenWork, RunHooks } from '@tandem/ports';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { runRecord, type WorkRecord } from './run-record.ts';

const work: OpenWork = { kind: 'train', projectId: 'prj', id: 'run' };
const now = () => '2026-11-23T00:00:00.000Z';
const attempt: Attempt = { number: 1, isLast: false, signal: new AbortController().signal };

/** The collection of one record, with the states that an update demands. */
function shelf(state: WorkRecord['state'] = 'queued') {
  let record: WorkRecord = {
    id: 'run',
    projectId: 'prj',
    state,
    progress: null,
    error: null,
    createdAt: '2026-11-22T00:00:00.000Z',
    startedAt: null,
    endedAt: null,
  };
  const said: string[] = [];
  let refusal: Error | undefined;
  const it = {
    said,
    now: () => record,
    set: (change: Partial<WorkRecord>) => {
      record = { ...record, ...change };
    },
    update: async (_: string, change: Partial<WorkRecord>, states?: readonly string[]) => {
      if (states && !states.includes(record.state)) return undefined;
      if (refusal && change.state === 'running') throw refusal;
      record = { ...record, ...change };
      return record;
    },
    refuse: (error: Error) => {
      refusal = error;
    },
    run: (
      body: (record: WorkRecord, hooks: RunHooks) => Promise<Partial<WorkRecord>>,
      signal: AbortSignal = attempt.signal,
    ) => runRecord(() => it, work, { ...attempt, signal }, body, deps),
  };
  const control = { once: (_: string, act: (store: ControlStore) => Promise<unknown>) => act(control) } as LeasedStore;
  const deps = { control, now, log: pino({ enabled: false }), say: (text: string) => void said.push(text) };
  return it;
}

describe('runRecord', () => {
  it('ends a record as succeeded with what the body returned', async () => {
    const records = shelf();

    await records.run(async () => ({}));

    expect(records.now()).toMatchObject({ state: 'succeeded', startedAt: now(), endedAt: now() });
  });

  it('does nothing to a record that has ended already', async () => {
    const records = shelf('succeeded');
    let ran = false;

    const body = async () => {
      ran = true;
      return {};
    };
    await records.run(body);

    expect(ran).toBe(false);
  });

  it('takes up a record that a crash left running', async () => {
    const records = shelf('running');

    await records.run(async () => ({}));

    expect(records.now().state).toBe('succeeded');
  });

  it('keeps the sentence and the mend of a known error', async () => {
    const records = shelf();

    await records.run(() => Promise.reject(new InvalidInput('Line 3 is odd.', 'Mend it.')));

    expect(records.now()).toMatchObject({
      state: 'failed',
      error: { code: 'INVALID_INPUT', detail: 'Line 3 is odd.', mend: 'Mend it.' },
    });
  });

  it('ends a record as failed after an error that nobody foresaw', async () => {
    const records = shelf();

    await records.run(() => Promise.reject(new TypeError('x is undefined')));

    expect(records.now()).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } });
  });

  it('leaves what is unavailable to be tried again', async () => {
    const records = shelf();
    const body = () => Promise.reject(new Unavailable('The warehouse is away.', 'Wait.'));

    await expect(records.run(body)).rejects.toThrow('away');

    expect(records.now().state).toBe('running');
  });

  it('says of a record that waits for space what it waits for, and goes on once there is some', async () => {
    const records = shelf();
    const body = () => Promise.reject(new DiskFull('The disk is full: storing x failed.', 'Free space.'));

    await expect(records.run(body)).rejects.toThrow('full');
    expect(records.now()).toMatchObject({
      state: 'running',
      endedAt: now(),
      progress: { step: 'wait', detail: 'The disk is full: storing x failed. It is tried again.' },
    });
    await records.run(async () => ({}));

    expect(records.now()).toMatchObject({ state: 'succeeded', progress: null });
  });

  it('ends as failed what may not begin any more by its quota, and does not run it', async () => {
    const records = shelf();
    const exceeded = new QuotaExceeded('The quota is reached.', 'Wait until the next month begins.');
    records.refuse(exceeded);

    await records.run(() => Promise.reject(new Error('it ran')));

    expect(records.now()).toMatchObject({
      ...{ state: 'failed', startedAt: null, endedAt: now() },
      error: { code: 'QUOTA_EXCEEDED', detail: exceeded.message, mend: exceeded.mend },
    });
  });

  it('stops where the job is taken away, and leaves the record to whoever has it then', async () => {
    const records = shelf();
    const lost = new AbortController();
    const body = (_: WorkRecord, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const run = records.run(body, lost.signal);

    await Promise.resolve();
    lost.abort(new LeaseLost('run'));
    await expect(run).rejects.toThrow(LeaseLost);

    expect(records.now().state).toBe('running');
  });

  it('tells each step once, and the end', async () => {
    const records = shelf();
    const progress = (step: string, share: number) => ({ step, detail: `Doing ${step}`, share, etaSeconds: null });

    await records.run(async (_, { onProgress }) => {
      for (const share of [0, 0.1, 0.2]) onProgress(progress('read', share));
      onProgress(progress('write', 0.5));
      return {};
    });

    expect(records.said).toEqual(['Doing read', 'Doing write', 'It has succeeded.']);
  });
});
