import { Cancelled, DiskFull, InvalidInput, Unavailable } from '@tandem/data-model';
import type { Attempt, OpenWork } from '@tandem/ports';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { runRecord, type WorkRecord } from './run-record.ts';

const work: OpenWork = { kind: 'train', projectId: 'prj', id: 'run' };
const deps = { now: () => '2026-11-23T00:00:00.000Z', log: pino({ enabled: false }) };
const attempt = (isLast = false): Attempt => ({ number: 1, isLast, signal: new AbortController().signal });

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
  return {
    now: () => record,
    set: (change: Partial<WorkRecord>) => {
      record = { ...record, ...change };
    },
    get: async () => record,
    update: async (_: string, change: Partial<WorkRecord>, states?: readonly string[]) => {
      if (states && !states.includes(record.state)) return undefined;
      record = { ...record, ...change };
      return record;
    },
  };
}

describe('runRecord', () => {
  it('ends a record as succeeded with what the body returned', async () => {
    const records = shelf();

    await runRecord(records, work, attempt(), async () => ({}), deps);

    expect(records.now()).toMatchObject({ state: 'succeeded', startedAt: deps.now(), endedAt: deps.now() });
  });

  it('does nothing to a record that has ended already', async () => {
    const records = shelf('succeeded');
    let ran = false;

    const body = async () => {
      ran = true;
      return {};
    };
    await runRecord(records, work, attempt(), body, deps);

    expect(ran).toBe(false);
  });

  it('takes up a record that a crash left running', async () => {
    const records = shelf('running');

    await runRecord(records, work, attempt(), async () => ({}), deps);

    expect(records.now().state).toBe('succeeded');
  });

  it('keeps the sentence and the mend of a known error', async () => {
    const records = shelf();

    await runRecord(
      records,
      work,
      attempt(),
      () => Promise.reject(new InvalidInput('Line 3 is odd.', 'Mend it.')),
      deps,
    );

    expect(records.now()).toMatchObject({
      state: 'failed',
      error: { code: 'INVALID_INPUT', detail: 'Line 3 is odd.', mend: 'Mend it.' },
    });
  });

  it('ends a record as failed after an error that nobody foresaw', async () => {
    const records = shelf();

    await runRecord(records, work, attempt(), () => Promise.reject(new TypeError('x is undefined')), deps);

    expect(records.now()).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } });
  });

  it('leaves what is unavailable to the queue until the last try', async () => {
    const records = shelf();
    const body = () => Promise.reject(new Unavailable('The warehouse is away.', 'Wait.'));

    await expect(runRecord(records, work, attempt(), body, deps)).rejects.toThrow('away');
    expect(records.now().state).toBe('running');
    await runRecord(records, work, attempt(true), body, deps);

    expect(records.now()).toMatchObject({ state: 'failed', error: { code: 'UNAVAILABLE' } });
  });

  it('says of a record that waits for space what it waits for, and goes on once there is some', async () => {
    const records = shelf();
    const body = () => Promise.reject(new DiskFull('The disk is full: storing x failed.', 'Free space.'));

    await expect(runRecord(records, work, attempt(), body, deps)).rejects.toThrow('full');
    expect(records.now()).toMatchObject({
      state: 'running',
      progress: { step: 'wait', detail: 'The disk is full: storing x failed. It is tried again.' },
    });
    await runRecord(records, work, attempt(), async () => ({}), deps);

    expect(records.now()).toMatchObject({ state: 'succeeded', progress: null });
  });

  it('aborts the body when the record is cancelled, and leaves it cancelled', async () => {
    const records = shelf();
    const body = (_: WorkRecord, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const run = runRecord(records, work, attempt(), body, deps);

    records.set({ state: 'cancelled' });
    await run;

    expect(records.now()).toMatchObject({ state: 'cancelled', error: null });
  });

  it('aborts the body when the queue takes the work away, so that another try can run', async () => {
    const records = shelf();
    const lost = new AbortController();
    const body = (_: WorkRecord, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const run = runRecord(records, work, { ...attempt(), signal: lost.signal }, body, deps);

    await Promise.resolve();
    lost.abort(new Cancelled('The try'));
    await run;

    expect(records.now().state).toBe('running');
  });
});
