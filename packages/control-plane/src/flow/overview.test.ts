import { type Load, type Project, TrainingJob, type TrainingRun, type Upload } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import { type FlowRecords, overviewOf } from './overview.ts';

const createdAt = '2026-11-23T10:00:00.000Z';
const endedAt = '2026-11-23T10:01:00.000Z';
const failure = { code: 'LOAD_REJECTED', detail: 'Too many rejects.', mend: 'Correct them.' };
const step = { name: 'Tooling', state: 'succeeded', detail: '', endedAt } as const;
const project = { id: 'prj_1', state: 'active', steps: [step], error: null } as unknown as Project;
const nothing: FlowRecords = {
  project,
  uploads: [],
  loads: [],
  trainingRuns: [],
  models: [],
  endpoints: [],
  batchForecasts: [],
};
const upload = { id: 'upl_1', source: 'store_sales', bytes: 7, createdAt } as Upload;
const load = (id: string, state: Load['state'], loaded = 0): Load =>
  ({
    id,
    kind: 'load',
    state,
    endedAt: state === 'running' ? null : endedAt,
    error: state === 'failed' ? failure : null,
    report:
      state === 'succeeded'
        ? {
            counts: { read: loaded + 6, loaded, unchanged: 5, rejected: 1 },
            files: [],
            tables: [],
            rejects: [],
            seconds: 2,
          }
        : null,
  }) as unknown as Load;
const states = (records: FlowRecords) => overviewOf(records).steps.map((it) => it.state);

describe('overviewOf', () => {
  it('shows the next step first and lets the others wait', () => {
    expect(states(nothing)).toEqual(['done', 'next', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(states({ ...nothing, uploads: [upload] }).slice(0, 3)).toEqual(['done', 'done', 'next']);
  });

  it('has no next step while one runs or has failed', () => {
    const uploads = [upload];

    expect(states({ ...nothing, uploads, loads: [load('lod_1', 'running')] }).slice(2, 4)).toEqual([
      'running',
      'waiting',
    ]);
    expect(states({ ...nothing, uploads, loads: [load('lod_1', 'failed')] }).slice(2, 4)).toEqual([
      'failed',
      'waiting',
    ]);
    expect(states({ ...nothing, project: { ...project, state: 'provisioning' } }).slice(0, 2)).toEqual([
      'running',
      'waiting',
    ]);
  });

  it('stands as the newest record stands, with the figures of the newest success', () => {
    const loads = [load('lod_3', 'failed'), load('lod_2', 'succeeded', 10), load('lod_1', 'succeeded', 99)];

    const [, , found] = overviewOf({ ...nothing, uploads: [upload], loads }).steps;

    expect(found).toEqual({
      step: 'load',
      state: 'failed',
      figures: { read: 16, loaded: 10, unchanged: 5, rejected: 1, seconds: 2 },
      subjectId: 'lod_3',
      endedAt,
      error: failure,
    });
  });

  it('keeps the figures of the load that read files where a revert came after it', () => {
    const revert = { ...load('lod_2', 'succeeded'), kind: 'revert' as const };

    const [, , found] = overviewOf({ ...nothing, loads: [revert, load('lod_1', 'succeeded', 10)] }).steps;

    expect(found).toMatchObject({ state: 'done', subjectId: 'lod_2', figures: { read: 16, loaded: 10 } });
  });

  it('counts all files, and is done only with one that is recognised', () => {
    const strange = { ...upload, id: 'upl_2', source: null };

    const [, files] = overviewOf({ ...nothing, uploads: [strange, upload] }).steps;

    expect(files).toMatchObject({ state: 'done', figures: { files: 2, recognised: 1, bytes: 14 }, subjectId: 'upl_1' });
    expect(states({ ...nothing, uploads: [strange] })[1]).toBe('next');
  });

  it('leaves out figures that nobody knows', () => {
    const run = { id: 'run_1', state: 'running', job: TrainingJob.parse({}), endedAt: null, error: null, report: null };

    const steps = overviewOf({ ...nothing, trainingRuns: [run as unknown as TrainingRun] }).steps;

    expect(steps[3]).toMatchObject({ state: 'running', figures: {} });
  });
});
