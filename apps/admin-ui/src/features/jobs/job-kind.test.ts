import { expect, it } from 'vitest';
import { createI18n, loadMessages } from '../../i18n/i18n.ts';
import { nameOfJob } from './job-kind.ts';

it.each([
  ['load', 'revert', '되돌리기'],
  ['load', 'of another kind', 'of another kind'],
  ['batch-forecast', '28 steps', '28단계'],
  ['train', '28 steps', '28 steps'],
] as const)('calls a %s of the name %s %s in Korean', async (kind, name, expected) => {
  const { t } = createI18n('ko', await loadMessages('ko'));

  expect(nameOfJob(t, { kind, name })).toBe(expected);
});
