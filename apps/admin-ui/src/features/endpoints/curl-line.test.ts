import { expect, it } from 'vitest';
import { curlLine } from './curl-line.ts';

it('keeps the token out of the line', () => {
  const line = curlLine('http://127.0.0.1:4400', 'prj_1', 'sales-forecast', '17', 14);

  expect(line).toContain('http://127.0.0.1:4400/api/v1/projects/prj_1/endpoints/sales-forecast/predictions');
  expect(line).toContain('"Authorization: Bearer $(cat ');
  expect(line).toContain(`-d '{"items":[{"itemId":"17"}],"horizon":14}'`);
});

it('quotes an item id for the shell', () => {
  expect(curlLine('', 'p', 'e', "o'hara", 7)).toContain(`"itemId":"o'\\''hara"`);
});
