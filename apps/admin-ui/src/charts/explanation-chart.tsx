import { useElementSize } from '@mantine/hooks';
import * as Plot from '@observablehq/plot';
import type { ItemExplanation } from '@tandem/data-model/contract';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { atUtc } from '../i18n/format.ts';
import { useFormat } from '../i18n/use-format.ts';
import css from './explanation-chart.module.css';
import { barPieces, type DrawnPart } from './explanation-parts.ts';
import { tickLabel, timeTicks } from './time-ticks.ts';

const height = 260;
const [left, right] = [56, 24];

/** What lifts or lowers each day's median from its level, as bars; the wheel is the median. */
export function ExplanationChart({
  explanation,
  drawn,
  summary,
  svgRef,
}: {
  readonly explanation: ItemExplanation;
  readonly drawn: readonly DrawnPart[];
  readonly summary: string;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}) {
  const { t, i18n } = useTranslation();
  const { compact } = useFormat();
  const { ref: frame, width } = useElementSize();
  const picture = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (width === 0 || !picture.current) return;
    const pieces = barPieces(explanation.timestamps, drawn);
    const level = explanation.parts.find(({ kind }) => kind === 'level')?.values ?? [];
    const medians = explanation.median.map((it, h) => ({
      at: new Date(atUtc(explanation.timestamps[h]!)),
      y: it - (level[h] ?? 0),
    }));
    const domain = [
      Math.min(...pieces.map(({ x1 }) => x1), ...medians.map(({ at }) => at.getTime())),
      Math.max(...pieces.map(({ x2 }) => x2), ...medians.map(({ at }) => at.getTime())),
    ] as const;
    const ticks = timeTicks(domain, width - left - right);
    const svg = Plot.plot({
      width,
      height,
      marginLeft: left,
      marginRight: right,
      marginTop: 24,
      marginBottom: 44,
      style: { fontSize: '12px', fontFamily: 'var(--font)', fontVariantNumeric: 'tabular-nums', overflow: 'visible' },
      x: { type: 'utc', domain: domain.map((it) => new Date(it)), axis: null },
      y: { axis: null, nice: true, zero: true },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisY({
          ticks: 5,
          tickSize: 0,
          tickFormat: (it: number) => (it > 0 ? `+${compact(it)}` : compact(it)),
          label: null,
          fill: 'var(--ink-3)',
        }),
        Plot.text([t('why.axis')], {
          frameAnchor: 'top-left',
          textAnchor: 'start',
          dx: -left,
          dy: -20,
          lineAnchor: 'top',
          fill: 'var(--ink-3)',
        }),
        Plot.rect(pieces, {
          x1: (it) => new Date(it.x1),
          x2: (it) => new Date(it.x2),
          y1: 'y1',
          y2: 'y2',
          fill: (it) => it.fill,
          insetTop: 0.5,
          insetBottom: 0.5,
        }),
        Plot.ruleY([0], { stroke: 'var(--ink-2)' }),
        Plot.dot(medians, { x: 'at', y: 'y', r: 3.5, fill: 'var(--raised)', stroke: 'var(--ink)', strokeWidth: 1.5 }),
        Plot.axisX(
          ticks.map((it) => new Date(it)),
          {
            tickSize: 0,
            tickPadding: 10,
            tickFormat: (_: unknown, i: number) => tickLabel(i18n.language, ticks, i),
            label: null,
            fill: 'var(--ink-3)',
            textAnchor: 'middle',
          },
        ),
      ],
    }) as SVGSVGElement;
    svg.setAttribute('aria-hidden', 'true');
    svgRef.current = svg;
    picture.current.replaceChildren(svg);
  }, [explanation, drawn, width, compact, t, i18n.language, svgRef]);

  return (
    <div className={css.chart} ref={frame} role="img" aria-label={summary} style={{ minHeight: height }}>
      <div ref={picture} />
    </div>
  );
}
