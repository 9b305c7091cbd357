import { useElementSize } from '@mantine/hooks';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../i18n/format.ts';
import { useFormat } from '../i18n/use-format.ts';
import { byLevel, medianOf, nestedBands } from './bands.ts';
import { Crosshair } from './crosshair.tsx';
import css from './forecast-chart.module.css';
import { drawForecast, type ForecastPlot } from './forecast-plot.ts';
import { markLanes } from './marks.ts';
import { ceiling, type PlotArea } from './plot-area.ts';
import type { Step } from './steps.ts';

/** History, forecast and marks of one item as a picture, with a crosshair that reads it. Height in pixels. */
export function ForecastChart({
  steps,
  marks,
  cutoff,
  unit,
  summary,
  height = 380,
  svgRef,
}: {
  readonly steps: readonly Step[];
  readonly marks: readonly string[];
  readonly cutoff: number | null;
  readonly unit: string;
  /** The picture in a sentence, for whoever cannot see it. */
  readonly summary: string;
  readonly height?: number;
  readonly svgRef?: RefObject<SVGSVGElement | null>;
}) {
  const { i18n } = useTranslation();
  const { compact } = useFormat();
  const { ref: frame, width } = useElementSize();
  const picture = useRef<HTMLDivElement>(null);

  const plot = useMemo((): ForecastPlot | null => {
    const first = steps[0];
    const last = steps.at(-1);
    if (!first || !last || width === 0) return null;
    const names = quantileNames(steps);
    const lanes = markLanes(marks);
    const below = lanes.filter(({ side }) => side === 'below').length;
    const area: PlotArea = { width, height, left: 52, right: 12, top: unit ? 30 : 12, bottom: 44 + 8 * below };
    return {
      steps,
      bands: nestedBands(names),
      median: medianOf(names),
      lanes,
      cutoff,
      unit,
      domain: [first.at, last.at],
      ceiling: ceiling(heights(steps)),
      area,
      language: localeOf(i18n.language),
      compact,
    };
  }, [steps, marks, cutoff, unit, width, height, i18n.language, compact]);

  useEffect(() => {
    if (!plot || !picture.current) return;
    const svg = drawForecast(plot);
    svg.setAttribute('aria-hidden', 'true');
    picture.current.replaceChildren(svg);
    if (svgRef) svgRef.current = svg;
  }, [plot, svgRef]);

  return (
    <div className={css.chart} ref={frame} style={{ height }}>
      <div ref={picture} />
      {plot && <Crosshair plot={plot} label={summary} />}
    </div>
  );
}

/** Names of the quantiles in the steps, ascending. */
export const quantileNames = (steps: readonly Step[]): string[] =>
  byLevel(Object.keys(steps.find(({ quantiles }) => quantiles !== null)?.quantiles ?? {}));

function* heights(steps: readonly Step[]) {
  for (const { sales, actual, mean, quantiles } of steps) {
    yield sales;
    yield actual;
    yield mean;
    if (quantiles) yield* Object.values(quantiles);
  }
}
