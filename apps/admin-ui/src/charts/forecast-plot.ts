import * as Plot from '@observablehq/plot';
import type { Band } from './bands.ts';
import type { MarkLane } from './marks.ts';
import type { PlotArea } from './plot-area.ts';
import type { Step } from './steps.ts';
import { tickLabel, timeTicks } from './time-ticks.ts';

export interface ForecastPlot {
  readonly steps: readonly Step[];
  readonly bands: readonly Band[];
  /** The quantile drawn as the line; the mean where no median was forecast. */
  readonly median: string | undefined;
  readonly lanes: readonly MarkLane[];
  /** Milliseconds since 1970 of the last step of history; null where there is no history. */
  readonly cutoff: number | null;
  /** What the values are; stands above the axis. */
  readonly unit: string;
  readonly domain: readonly [number, number];
  readonly ceiling: number;
  readonly area: PlotArea;
  readonly language: string;
  readonly compact: (value: number) => string;
}

const bandFills = ['var(--band-outer)', 'var(--band-middle)', 'var(--band-inner)'];
const tickHeight = 6;

/** Draws history, bands, median, what came true, the cutoff and the ticks: a function of the steps alone. */
export function drawForecast(plot: ForecastPlot): SVGSVGElement {
  const { steps, bands, area, domain, ceiling, cutoff, language, compact } = plot;
  const at = (step: Step) => new Date(step.at);
  const quantile = (name: string) => (step: Step) => step.quantiles?.[name] ?? null;
  const centre = plot.median ? quantile(plot.median) : (step: Step) => step.mean;
  const ticks = timeTicks(domain, area.width - area.left - area.right);
  const lines = { strokeLinecap: 'round', strokeLinejoin: 'round', curve: 'linear' } as const;

  return Plot.plot({
    width: area.width,
    height: area.height,
    marginLeft: area.left,
    marginRight: area.right,
    marginTop: area.top,
    marginBottom: area.bottom,
    style: { fontSize: '12px', fontFamily: 'var(--font)', fontVariantNumeric: 'tabular-nums', overflow: 'visible' },
    x: { type: 'utc', domain: domain.map((it) => new Date(it)), axis: null },
    y: { domain: [0, ceiling], axis: null },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.axisY({ ticks: 5, tickSize: 0, tickFormat: compact, label: null, fill: 'var(--ink-3)' }),
      Plot.text([plot.unit], {
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: -area.left,
        dy: 4 - area.top,
        lineAnchor: 'top',
        fill: 'var(--ink-3)',
      }),
      ...bands.map(({ lower, upper }, i) =>
        Plot.areaY(steps, { x: at, y1: quantile(lower), y2: quantile(upper), fill: bandFills[i]!, curve: 'linear' }),
      ),
      Plot.line(steps, { x: at, y: 'sales', stroke: 'var(--ink)', strokeWidth: 1.25, ...lines }),
      Plot.line(steps, { x: at, y: centre, stroke: 'var(--model)', strokeWidth: 2, ...lines }),
      Plot.dot(
        steps.filter((step) => step.actual !== null),
        { x: at, y: 'actual', r: 3, stroke: 'var(--ink)', strokeWidth: 1.25, fill: 'var(--raised)' },
      ),
      ...(cutoff === null
        ? []
        : [Plot.ruleX([new Date(cutoff)], { stroke: 'var(--ink-2)', strokeWidth: 1, strokeDasharray: '2 3' })]),
      Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
      ...plot.lanes.map((lane) => markTicks(lane, steps, at, area)),
      Plot.axisX(
        ticks.map((it) => new Date(it)),
        {
          tickSize: 0,
          tickPadding: 14,
          tickFormat: (_: unknown, i: number) => tickLabel(language, ticks, i),
          label: null,
          fill: 'var(--ink-3)',
          textAnchor: 'middle',
        },
      ),
    ],
  }) as SVGSVGElement;
}

/** Ticks on the axis: above it they rise, below it they hang. Side and thickness tell them apart, not colour alone. */
function markTicks({ name, side, lane }: MarkLane, steps: readonly Step[], x: (step: Step) => Date, area: PlotArea) {
  const marked = steps.filter((step) => step.marks.includes(name));
  const plotHeight = area.height - area.top - area.bottom;
  const stepPixels = steps.length > 1 ? (area.width - area.left - area.right) / (steps.length - 1) : area.width;
  const near = 1 + lane * (tickHeight + 2);
  return side === 'above'
    ? Plot.ruleX(marked, {
        x,
        insetTop: plotHeight - near - tickHeight,
        insetBottom: near,
        stroke: 'var(--data)',
        strokeWidth: Math.min(2, 0.6 * stepPixels),
      })
    : Plot.ruleX(marked, {
        x,
        insetTop: plotHeight + near,
        insetBottom: -near - tickHeight,
        stroke: 'var(--warn)',
        strokeWidth: Math.min(1.5, 0.45 * stepPixels),
      });
}
