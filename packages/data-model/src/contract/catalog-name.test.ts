import { expect, it } from 'vitest';
import { CatalogName, validCatalogName } from './catalog-name.ts';

it.each([
  ['Sales Forecasting!', 'sales-forecasting'],
  ['  Größe & Umsatz_1 ', 'gro-e-umsatz_1'],
  ['매출', 'sales-catalog'],
  ['x'.repeat(70), 'x'.repeat(64)],
  [`${'x'.repeat(63)}-y`, 'x'.repeat(63)],
])('a refusal of %j shows %s', (given, shown) => {
  const refused = CatalogName.safeParse(given);

  expect(refused.error?.issues.map((it) => it.message)).toEqual([
    `1 to 64 lower-case letters, digits, _ and -, such as ${shown}`,
  ]);
});

it.each(['\uD800', '-', '﷐', 'İstanbul', '.', ''])('shows for %j a name that the rule allows', (text) => {
  expect(CatalogName.parse(validCatalogName(text))).not.toBe('');
});
