import { expect, it } from 'vitest';
import { chart } from '../../test/fixtures.ts';
import { forecastCsv } from './forecast-csv.ts';
import { chartSteps } from './steps.ts';

it('writes a row for each step, empty where nothing is known, behind a byte order mark', () => {
  const csv = forecastCsv(chartSteps(chart('1')), ['p10', 'p90'], ['promo']);

  expect(csv.split('\r\n').slice(0, 5)).toEqual([
    '\uFEFFtimestamp,sales,actual,mean,p10,p90,promo',
    '2026-09-28,100,,,,,0',
    '2026-09-29,,,,,,0',
    '2026-09-30,120,,,,,1',
    '2026-10-01,,104,110,80,140,1',
  ]);
});

it('quotes a name that holds a comma', () => {
  expect(forecastCsv([], [], ['a,"b"'])).toBe('\uFEFFtimestamp,sales,actual,mean,"a,""b"""\r\n');
});
