import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { overview } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

it('keeps the last good answer on screen and says that it is old', async () => {
  let broken = false;
  renderAt(inProject(), {
    getOverview: () => (broken ? new Refusal(503, 'The warehouse does not answer.') : overview(3)),
    createTrainingRun: new Refusal(503, 'The queue does not answer.'),
  });
  const train = await screen.findByRole('button', { name: 'Train' });

  broken = true;
  fireEvent.click(train);

  const old = (await screen.findByText(/could not be brought up to date/)).closest<HTMLElement>('[role="status"]')!;
  expect(old.textContent).toContain('The warehouse does not answer.');
  expect(screen.getByText('3 of 7 steps done.')).toBeTruthy();
  broken = false;
  fireEvent.click(within(old).getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('3 of 7 steps done.')).toBeTruthy();
});

it('says in Korean why it is old, before the words of the server', async () => {
  let broken = false;
  const unavailable = Object.assign(new Refusal(503, 'The warehouse does not answer.'), { code: 'UNAVAILABLE' });
  renderAt(
    inProject(),
    { getOverview: () => (broken ? unavailable : overview(3)), createTrainingRun: new Refusal(503, 'No queue.') },
    'ko',
  );
  const train = await screen.findByRole('button', { name: '학습 시작' });

  broken = true;
  fireEvent.click(train);

  const said = await screen.findByText('The warehouse does not answer.');
  expect(said.lang).toBe('en');
  expect(said.closest('[role="status"]')?.textContent).toContain('파일이 응답하지 않습니다. 서버 설명(영어): The');
});
