import type { Term } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { inOtherWords } from './glossary.ts';

const term = (ko: string, en: string, ...synonyms: string[]): Term => ({
  id: `trm_${ko}`,
  domainId: 'dom_1',
  ko,
  en,
  description: '',
  synonyms,
  createdAt: '2026-11-26T12:00:00.000Z',
});
const terms = [term('매출', 'sales', 'turnover', '판매액'), term('', 'net sales')];

it.each([
  ['sales', ['sales', '매출', 'turnover', '판매액']],
  ['매출', ['매출', 'sales', 'turnover', '판매액']],
  ['store SALES', ['store SALES', 'store 매출', 'store turnover', 'store 판매액']],
  ['city', ['city']],
])('asks for %j in the words of the glossary', (search, asked) => {
  expect(inOtherWords(search, terms)).toEqual(asked);
});
