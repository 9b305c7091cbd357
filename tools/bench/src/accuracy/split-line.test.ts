import { expect, it } from 'vitest';
import { splitLine } from './split-line.ts';

it('splits at commas and keeps empty fields', () => {
  expect(splitLine('a,,3,')).toEqual(['a', '', '3', '']);
});

it('takes quotes off and leaves the commas inside', () => {
  expect(splitLine('1,"Jan,Apr","say ""hi""",x')).toEqual(['1', 'Jan,Apr', 'say "hi"', 'x']);
});
