import { expect, it } from 'vitest';
import { chart } from '../../test/fixtures.ts';
import { format } from '../i18n/format.ts';
import { nestedBands } from './bands.ts';
import { drawForecast } from './forecast-plot.ts';
import { markLanes } from './marks.ts';
import { standaloneSvg } from './standalone-svg.ts';
import { chartSteps } from './steps.ts';

function drawn(): SVGSVGElement {
  const steps = chartSteps(chart('1'));
  return drawForecast({
    steps,
    bands: nestedBands(['p10', 'p50', 'p90']),
    median: 'p50',
    lanes: markLanes(['promo', 'school_holiday']),
    cutoff: steps[2]!.at,
    unit: 'total_sales',
    domain: [steps[0]!.at, steps.at(-1)!.at],
    ceiling: 150,
    area: { width: 600, height: 300, left: 50, right: 12, top: 30, bottom: 52 },
    language: 'en',
    compact: format('en').compact,
  });
}

it('draws one band for each pair, and a gap where the store was closed', () => {
  const svg = drawn();

  const band = svg.querySelector('[fill="var(--band-outer)"] path')?.getAttribute('d') ?? '';
  const history = svg.querySelector('[stroke="var(--ink)"] path')?.getAttribute('d') ?? '';
  expect(band.match(/M/g)?.length).toBe(2);
  expect(history.match(/M/g)?.length).toBe(2);
});

it('draws what came true as a hollow dot and the cutoff as a rule', () => {
  const svg = drawn();

  expect(svg.querySelectorAll('circle').length).toBe(1);
  expect(svg.querySelectorAll('[stroke-dasharray] line').length).toBe(1);
});

it('stands promotion ticks above the axis and holiday ticks below it', () => {
  const svg = drawn();
  const axis = 300 - 52;
  const ends = (stroke: string) =>
    [...svg.querySelectorAll(`[stroke="${stroke}"] line`)].map((it) => [
      Number(it.getAttribute('y1')),
      Number(it.getAttribute('y2')),
    ]);

  expect(ends('var(--data)').length).toBe(2);
  expect(
    ends('var(--data)')
      .flat()
      .every((y) => y < axis),
  ).toBe(true);
  expect(
    ends('var(--warn)')
      .flat()
      .every((y) => y > axis),
  ).toBe(true);
});

it('becomes a file of its own, without a variable left and with a title', () => {
  const text = standaloneSvg(drawn(), 'Sales & forecast', (name) => (name === '--font' ? '"Pretendard"' : '#123456'));

  expect(text).not.toContain('var(');
  expect(text).toContain('<title>Sales &amp; forecast</title>');
  expect(text).toContain("'Pretendard'");
});
