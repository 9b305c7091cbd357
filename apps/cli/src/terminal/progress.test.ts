import { expect, it } from 'vitest';
import { openProgress } from './progress.ts';

const open = (isTTY: boolean) => {
  const written: string[] = [];
  let time = 0;
  const output = { isTTY, columns: 60, write: (text: string) => written.push(text) };
  return { written, view: openProgress(output, () => (time += 1_500)) };
};

it('writes one line for each step where nobody looks on', async () => {
  const { view, written } = open(false);

  const value = await view.step('load', async (note) => {
    note('half of it');
    return ['12 rows', 12] as const;
  });

  expect(value).toBe(12);
  expect(written).toEqual(['✓ load                 1.5 s  12 rows\n']);
});

it('says how far a failed step had come', async () => {
  const { view, written } = open(false);

  await expect(
    view.step('train', async (note) => {
      note('window 2 of 3');
      throw new Error('no memory');
    }),
  ).rejects.toThrow('no memory');

  expect(written).toEqual(['✗ train                1.5 s  window 2 of 3\n']);
});

it('spells out what a name of a file would tell the terminal', async () => {
  const { view, written } = open(false);

  view.say('Left out: a\u001b[31m.csv\nb.csv');
  await view.step('load', async () => ['a\u001b[2J\r\nb.csv', 1] as const);

  expect(written).toEqual([
    'Left out: a\\u001b[31m.csv\nb.csv\n',
    '✓ load                 1.5 s  a\\u001b[2J\\r\\nb.csv\n',
  ]);
});

it('shows nothing of a step that ends after it was closed', async () => {
  const { view, written } = open(false);
  const step = view.step('load', async () => ['12 rows', 12] as const);

  view.close();
  await step;

  expect(written).toEqual([]);
});
