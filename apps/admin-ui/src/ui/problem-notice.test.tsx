import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../test/fake-api.ts';
import { inProject, renderAt } from '../../test/render-at.tsx';

const refusal = (code: string) => {
  const faults = [
    { at: 'query.limit', expected: 'number to be <=200', got: '500' },
    { at: 'query.kind', expected: 'one of "load", "train"', got: 'nothing' },
    { at: 'query.after', expected: 'an id that begins with job_', got: '"x"' },
  ];
  return Object.assign(new Refusal(400, 'The query has faults.', 'Change them.', faults), { code });
};
const notice = async () => within(await screen.findByRole('alert'));

it('says in Korean what a code means and what a fault expected, beside the words of the server', async () => {
  renderAt(inProject('/jobs'), { listJobs: refusal('INVALID_INPUT') }, 'ko');

  const shown = await notice();

  const [detail, mend] = ['The query has faults.', 'Change them.'].map((it) => shown.getByText(it));
  expect(detail?.parentElement?.textContent).toMatch(
    /^입력한 값의 형식이나 범위가 맞지 않습니다.*The query has faults\.$/,
  );
  expect(mend?.parentElement?.textContent).toMatch(/^표시된 곳의 값을 고치세요.*Change them\.$/);
  expect([detail?.lang, mend?.lang, detail?.parentElement?.lang]).toEqual(['en', 'en', '']);
  expect(shown.getAllByRole('listitem').map((it) => it.textContent)).toEqual([
    'query.limit 필요한 값: 200 이하, 받은 값: 500',
    'query.kind 필요한 값: "load", "train" 중 하나, 받은 값: 없음',
    'query.after 필요한 값: an id that begins with job_, 받은 값: "x"',
  ]);
});

it.each(['en', 'ko'] as const)('leaves in %s what it has no words for as it came', async (language) => {
  renderAt(inProject('/jobs'), { listJobs: refusal('SOMETHING_NEW') }, language);

  const shown = await notice();

  expect(shown.getByText('The query has faults.')).toBeTruthy();
  expect(shown.getByText('Change them.')).toBeTruthy();
});

it('says in English what the server says, and no more', async () => {
  renderAt(inProject('/jobs'), { listJobs: refusal('INVALID_INPUT') });

  expect((await notice()).getByText('The query has faults.')).toBeTruthy();
});
