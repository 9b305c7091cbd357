import { operations, rights } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { approvalText, readCall, sentRequest } from './request.ts';
import { toolsOf } from './tools.ts';

const scope = {
  readOnly: false,
  allowChanges: false,
  projectId: `prj_${'1'.repeat(32)}`,
  rights,
  isAdministrator: false,
};
const tool = toolsOf(operations, scope).find((it) => it.operation.id === 'createUpload')!;

it('shows a person what is sent, with nothing that could draw over it', () => {
  const call = readCall(tool, { name: 'a\u202eb\u2028c.csv', content: 'x' }, scope);

  const text = approvalText(tool, { ...sentRequest(tool, call), body: { note: '\u202eecin si siht\u200b' } });

  expect(text).not.toMatch(/[\u202e\u2028\u200b]/);
  expect(text).toContain('\\u{202e}ecin si siht\\u{200b}');
});

it('says how much of a long request is not shown', () => {
  const call = readCall(tool, { name: 'a.csv', content: 'x' }, scope);

  const text = approvalText(tool, { ...sentRequest(tool, call), body: 'x'.repeat(5_000) });

  expect(text).toContain('… and 1002 more characters that are not shown here.');
});

it('tells of a file its length alone', () => {
  const call = readCall(tool, { name: 'a.csv', content: 'ü' }, scope);

  expect(sentRequest(tool, call)).toMatchObject({ method: 'POST', body: '2 bytes' });
});

it('binds an approval to all that is sent, the text of a file included', () => {
  const bound = (content: string) => readCall(tool, { name: 'a.csv', content, dryRun: true }, scope).bound;

  expect(bound('x')).toEqual({ name: 'a.csv', content: 'x' });
  expect(bound('y')).not.toEqual(bound('x'));
});
