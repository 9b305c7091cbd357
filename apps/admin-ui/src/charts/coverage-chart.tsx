import { useElementSize } from '@mantine/hooks';
import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import type { CoveragePoint } from './coverage.ts';
import css from './coverage-chart.module.css';

const largest = 252;
const axisName = 20;

/** Observed against promised coverage; a forecast that is as sure as it claims lies on the diagonal. */
export function CoverageChart({ points }: { readonly points: readonly CoveragePoint[] }) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  const { ref: frame, width } = useElementSize();
  const picture = useRef<HTMLDivElement>(null);
  const size = Math.min(width, largest);

  useEffect(() => {
    if (size === 0 || !picture.current) return;
    const axis = { domain: [0, 1], label: null, tickFormat: (it: number) => percent(it), ticks: 5 } as const;
    const svg = Plot.plot({
      width: size,
      // Square but for the name of its upright axis.
      height: size + axisName,
      marginLeft: 48,
      marginBottom: 40,
      marginTop: 8 + axisName,
      marginRight: 24,
      style: { fontSize: '12px', fontFamily: 'var(--font)', fontVariantNumeric: 'tabular-nums' },
      x: { ...axis, axis: null },
      y: { ...axis, axis: null },
      marks: [
        Plot.gridX({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisX({
          ticks: 5,
          tickSize: 0,
          tickFormat: axis.tickFormat,
          label: t('run.nominal'),
          fill: 'var(--ink-3)',
          labelArrow: 'none',
        }),
        Plot.axisY({
          ticks: 5,
          tickSize: 0,
          tickFormat: axis.tickFormat,
          label: t('run.observed'),
          fill: 'var(--ink-3)',
          labelArrow: 'none',
        }),
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: 'var(--ink-3)', strokeDasharray: '2 3' },
        ),
        Plot.line(points, { x: 'nominal', y: 'observed', stroke: 'var(--model)', strokeWidth: 1.5 }),
        Plot.dot(points, {
          x: 'nominal',
          y: 'observed',
          r: 4,
          fill: 'var(--raised)',
          stroke: 'var(--model)',
          strokeWidth: 2,
        }),
      ],
    });
    svg.setAttribute('aria-hidden', 'true');
    picture.current.replaceChildren(svg);
  }, [points, size, t, percent]);

  const said = points.map(({ quantile, observed, nominal }) =>
    t('run.coverageText', { quantile, observed: percent(observed, 1), nominal: percent(nominal, 1) }),
  );
  return (
    <div
      className={css.coverage}
      ref={frame}
      role="img"
      aria-label={said.join('; ')}
      style={{ minHeight: size + axisName }}
    >
      <div ref={picture} />
    </div>
  );
}
