import { expect, it } from 'vitest';
import { asQuantile, defaultDraft, type RunDraft, readDraft } from './new-run.ts';

it('starts from the defaults of the training job', () => {
  expect(defaultDraft()).toMatchObject({ name: 'sales-forecast', horizon: 28, timeLimit: '' });
});

it('asks in the words of the training job, quantiles ascending', () => {
  const draft = { ...defaultDraft(), quantiles: ['p90', 'p10', 'p50'], timeLimit: 60 };

  expect(readDraft(draft, 'total_sales')).toMatchObject({
    body: {
      job: {
        forecastHorizon: 28,
        forecastQuantiles: ['p10', 'p50', 'p90'],
        completionCriteria: { maxAutoMLJobRuntimeInSeconds: 60 },
      },
    },
  });
});

it('asks for holidays and filled gaps only where they are chosen', () => {
  const job = (draft: Partial<RunDraft>) => {
    const read = readDraft({ ...defaultDraft(), ...draft }, 'kwh');
    return 'body' in read ? read.body.job : undefined;
  };

  expect(job({})).not.toHaveProperty('holidayConfig');
  expect(job({})).not.toHaveProperty('transformations');
  expect(job({ holidays: 'KR', gaps: 'zero' })).toMatchObject({
    holidayConfig: [{ countryCode: 'KR' }],
    transformations: { filling: { kwh: { middlefill: 'zero', backfill: 'zero' } } },
  });
});

it('asks for an imported model where one is chosen, and for its context where that is written', () => {
  const uploadId = `upl_${'0'.repeat(32)}`;
  const model = (draft: Partial<RunDraft>) => {
    const read = readDraft({ ...defaultDraft(), ...draft }, 'kwh');
    return 'body' in read ? read.body.job?.importedModel : undefined;
  };

  expect(model({ contextLength: 28 })).toBeUndefined();
  expect(model({ importedModel: uploadId })).toEqual({ uploadId });
  expect(model({ importedModel: uploadId, contextLength: 28 })).toEqual({ uploadId, contextLength: 28 });
});

it('names the field of each fault', () => {
  const importedModel = `upl_${'0'.repeat(32)}`;
  const wrong = { name: ' ', horizon: '', quantiles: [], timeLimit: 3, importedModel, contextLength: 0 };

  const read = readDraft({ ...defaultDraft(), ...wrong }, 'kwh');

  const faults = ['contextLength', 'horizon', 'name', 'quantiles', 'timeLimit'];
  expect('faults' in read && [...read.faults].sort()).toEqual(faults);
});

it.each([
  ['horizon', [1, 500], [0, 501, 1.5]],
  ['timeLimit', ['', 10], [9, 10.5]],
] as const)('takes of %s what the portal says it takes', (field, taken, refused) => {
  const faults = (value: number | string) => {
    const read = readDraft({ ...defaultDraft(), [field]: value }, 'kwh');
    return 'faults' in read ? read.faults : [];
  };

  expect(taken.map(faults)).toEqual(taken.map(() => []));
  expect(refused.map(faults)).toEqual(refused.map(() => [field]));
});

it('reads a quantile however it is typed', () => {
  expect(['10', 'p10', ' P97.5 ', '0', '100', 'ten'].map(asQuantile)).toEqual([
    'p10',
    'p10',
    'p97.5',
    null,
    null,
    null,
  ]);
});
