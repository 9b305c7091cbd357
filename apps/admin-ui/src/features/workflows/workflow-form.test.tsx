import { NewWorkflow } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal, tagOf } from '../../../test/fake-api.ts';
import { inProject, type Rendered, renderAt } from '../../../test/render-at.tsx';
import { answers, ofWorkflow, steps, workflow } from '../../../test/workflow-fixtures.ts';

const ofNew = inProject('/workflows?workflow=new');
const sentBy = ({ api }: Rendered, operation: string) =>
  api.calls.find(({ name }) => name === operation)?.body as NewWorkflow | undefined;

it('makes a workflow of the steps that are ticked, with what each needs', async () => {
  const { api } = renderAt(inProject('/workflows?workflow=new'), { ...answers, createWorkflow: workflow });

  const form = await screen.findByRole('form', { name: 'Create workflow' });
  fireEvent.change(within(form).getByLabelText(/^Workflow name/), { target: { value: 'weekly' } });
  fireEvent.click(within(form).getByLabelText('Forecast every item'));
  fireEvent.change(within(form).getByLabelText('WQL worse by at most, %'), { target: { value: '2' } });
  fireEvent.change(within(form).getByLabelText('Schedule'), { target: { value: '0 6 * * 1' } });
  fireEvent.change(within(form).getByLabelText(/^Time zone/), { target: { value: 'Europe/Berlin' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Create workflow' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'createWorkflow')).toBe(true));
  expect(api.calls.find(({ name }) => name === 'createWorkflow')?.body).toMatchObject({
    name: 'weekly',
    steps: {
      load: { maxRejectShare: 0.05 },
      train: { job: { preset: 'balanced', forecastHorizon: 28 } },
      gate: { mostWorse: { WQL: 0.02 } },
      deploy: { endpoint: 'sales-forecast' },
    },
    schedule: { cron: '0 6 * * 1', timeZone: 'Europe/Berlin' },
  });
});

it('changes a workflow, and leaves what the form has no field for', async () => {
  const { api } = renderAt(ofWorkflow, { ...answers, changeWorkflow: workflow });

  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  fireEvent.click(within(form).getByLabelText('Start by itself'));
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'changeWorkflow')).toBe(true));
  const { enabled: _, id: __, projectId: ___, nextAt: ____, createdAt: _____, updatedAt: ______, ...rest } = workflow;
  expect(api.calls.find(({ name }) => name === 'changeWorkflow')?.body).toEqual({
    ...JSON.parse(JSON.stringify(rest)),
    enabled: false,
  });
});

it('does not save over what somebody else saved meanwhile, and loads that when asked', async () => {
  const theirs = { ...workflow, model: 'theirs' };
  let present = workflow;
  const changedSince = new Refusal(412, 'It was changed since.');
  changedSince.code = 'CHANGED_SINCE';
  const { api } = renderAt(ofWorkflow, {
    ...answers,
    getWorkflow: () => present,
    changeWorkflow: () => (present === workflow ? workflow : changedSince),
  });
  const changes = () => api.calls.filter(({ name }) => name === 'changeWorkflow').map(({ ifMatch }) => ifMatch);
  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  fireEvent.change(within(form).getByLabelText(/^Model name/), { target: { value: 'mine' } });
  present = theirs;

  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  const newer = await screen.findByRole('button', { name: 'Load the newer one' });
  expect(changes()).toEqual([tagOf(workflow)]);
  // What was written stays until then.
  expect(within(form).getByLabelText<HTMLInputElement>(/^Model name/).value).toBe('mine');
  fireEvent.click(newer);
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(/^Model name/).value).toBe('theirs'));
  expect(screen.queryByRole('button', { name: 'Load the newer one' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(changes()).toEqual([tagOf(workflow), tagOf(theirs)]));
});

it('takes the usual horizon where its field is emptied, not the one before', async () => {
  const { job } = steps.train!;
  const long = { ...workflow, steps: { ...steps, train: { job: { ...job, forecastHorizon: 90 } } } };
  const { api } = renderAt(ofWorkflow, { ...answers, getWorkflow: long, changeWorkflow: long });

  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  expect(within(form).getByText('Empty for 28.')).toBeTruthy();
  const field = within(form).getByLabelText<HTMLInputElement>('Steps ahead');
  expect(field.value).toBe('90');
  fireEvent.change(field, { target: { value: '' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'changeWorkflow')).toBe(true));
  const sent = api.calls.find(({ name }) => name === 'changeWorkflow')?.body as NewWorkflow;
  expect(NewWorkflow.parse(sent).steps.train?.job.forecastHorizon).toBe(28);
});

it('compares with the endpoint that is named, also where the model is deployed to another', async () => {
  const gate = { ...steps.gate!, endpoint: 'champion' };
  const compared = { ...workflow, steps: { ...steps, gate } };
  const view = renderAt(ofWorkflow, { ...answers, getWorkflow: compared, changeWorkflow: compared });

  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  const field = within(form).getByLabelText<HTMLInputElement>('Endpoint of the served model');
  expect(field.value).toBe('champion');
  expect(within(form).getByText('Empty for the endpoint that is deployed to.')).toBeTruthy();
  fireEvent.change(field, { target: { value: '' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(sentBy(view, 'changeWorkflow')).toBeTruthy());
  expect(sentBy(view, 'changeWorkflow')?.steps.gate?.endpoint).toBeUndefined();
});

it('leaves a figure as it is typed, and says what an empty one means', async () => {
  const view = renderAt(ofNew, { ...answers, createWorkflow: workflow });
  const form = await screen.findByRole('form', { name: 'Create workflow' });
  const field = (label: string | RegExp) => within(form).getByLabelText<HTMLInputElement>(label);
  const type = (label: string | RegExp, value: string) => fireEvent.change(field(label), { target: { value } });

  type('WQL worse by at most, %', '-');
  expect(field('WQL worse by at most, %').value).toBe('-');
  type('WQL worse by at most, %', '-3');
  expect(within(form).getByText('Empty for 5 %.')).toBeTruthy();
  type('Most rejected rows, %', '');
  type(/^Workflow name/, 'weekly');
  fireEvent.click(within(form).getByRole('button', { name: 'Create workflow' }));

  await waitFor(() => expect(sentBy(view, 'createWorkflow')).toBeTruthy());
  expect(sentBy(view, 'createWorkflow')?.steps).toMatchObject({
    load: { maxRejectShare: 0.05 },
    gate: { mostWorse: { WQL: -0.03 } },
  });
});

/** What is done to a form that would be sent as it is, by the labels of its fields. */
type Doing = { readonly untick?: readonly string[]; readonly type?: Readonly<Record<string, string>> };

it.each<[string, string, Doing]>([
  [
    '단계를 하나 이상 고르세요.',
    'no step',
    { untick: ['새 업로드 적재', '모델 학습', '서비스', '모델 배포', '모든 항목'] },
  ],
  ['-100에서 1000 사이의 숫자를 입력하세요.', 'half a figure', { type: { 'WQL 악화 허용 한도': '-' } }],
])('says "%s" of %s, and sends nothing', async (words, _, { untick = [], type = {} }) => {
  const view = renderAt(ofNew, { ...answers, createWorkflow: workflow }, 'ko');
  const form = await screen.findByRole('form', { name: '워크플로 만들기' });
  const field = (label: string) => within(form).getByLabelText(new RegExp(`^${label}`));
  fireEvent.change(field('워크플로 이름'), { target: { value: 'weekly' } });
  for (const label of untick) fireEvent.click(field(label));
  for (const [label, value] of Object.entries(type)) fireEvent.change(field(label), { target: { value } });
  expect(within(form).queryByText(words)).toBeNull();

  fireEvent.click(within(form).getByRole('button', { name: '워크플로 만들기' }));

  expect(await within(form).findByText(words)).toBeTruthy();
  expect(sentBy(view, 'createWorkflow')).toBeUndefined();
});

it('starts nothing by files where none are loaded', async () => {
  const view = renderAt(ofWorkflow, { ...answers, changeWorkflow: workflow }, 'ko');

  fireEvent.click(await screen.findByRole('button', { name: '바꾸기' }));
  const form = await screen.findByRole('form', { name: '저장' });
  const byFiles = within(form).getByLabelText<HTMLInputElement>('파일이 도착하면 시작');
  expect([byFiles.checked, byFiles.disabled]).toEqual([true, false]);
  fireEvent.click(within(form).getByLabelText('새 업로드 적재'));
  expect([byFiles.checked, byFiles.disabled]).toEqual([false, true]);
  expect(within(form).getByText('파일 도착으로 시작하려면 적재 단계가 필요합니다.')).toBeTruthy();
  fireEvent.click(within(form).getByRole('button', { name: '저장' }));

  await waitFor(() => expect(sentBy(view, 'changeWorkflow')).toMatchObject({ dataArrival: false }));
});
