import { expect, it } from 'vitest';
import { find, wordsOf } from './words.ts';

it.each([
  ['store_sales', ['store', 'sales']],
  ['storeSales 2026', ['store', 'sales', '2026']],
  ['월매출액을 A매출', ['월매출액을', 'a', '매출']],
  ['ＳＡＬＥＳ', ['sales']],
  ['Größe', ['größe']],
  [' -- ', []],
])('splits %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

const all = [
  { id: 'sales', texts: ['store_sales', 'total_sales sales_date'] },
  { id: 'korean', texts: ['x', '', '월매출액을 담는다'] },
  { id: 'stores', texts: ['store_dim', 'store_name city'] },
];

it.each([
  ['매출', ['korean']],
  ['매출액', ['korean']],
  ['출매', []],
  ['sal', ['sales']],
  ['sakes', ['sales']],
  ['city', ['stores']],
  ['store city', ['stores']],
  ['store nothing', []],
])('finds for %j: %j', (asked, found) => {
  expect(find(all, [asked])).toEqual(found);
});

it('puts a hit in an earlier text before one in a later one', () => {
  const both = [
    { id: 'late', texts: ['a', 'promo'] },
    { id: 'early', texts: ['promo', 'a'] },
  ];

  expect(find(both, ['promo'])).toEqual(['early', 'late']);
});

it('finds nothing in nothing', () => {
  expect(find([], ['sales'])).toEqual([]);
});
