import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './crosshair.module.css';
import { CrosshairValues } from './crosshair-values.tsx';
import type { ForecastPlot } from './forecast-plot.ts';
import { timeToX, valueToY, xToTime } from './plot-area.ts';
import { nearestStep, type Step } from './steps.ts';

const panelWidth = 232;

/** Reads the chart step by step, by pointer or by the arrow keys: a line, and beside it every value of that step. */
export function Crosshair({ plot, label }: { readonly plot: ForecastPlot; readonly label: string }) {
  const { t } = useTranslation();
  const [index, setIndex] = useState<number | null>(null);
  const { steps, area, domain } = plot;
  const step = index === null ? undefined : steps[Math.min(index, steps.length - 1)];
  const x = step && timeToX(area, domain, step.at);

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setIndex(nearestStep(steps, xToTime(area, domain, event.clientX - left)));
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') setIndex(null);
    if (by === undefined) return;
    event.preventDefault();
    const start = index ?? (plot.cutoff === null ? 0 : nearestStep(steps, plot.cutoff));
    setIndex(Math.min(Math.max(start + by, 0), steps.length - 1));
  };

  return (
    <div
      className={css.crosshair}
      role="slider"
      tabIndex={0}
      aria-label={`${label} ${t('chart.crosshair')}`}
      aria-valuemin={0}
      aria-valuemax={steps.length - 1}
      aria-valuenow={index ?? 0}
      aria-valuetext={step?.timestamp ?? ''}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setIndex(null)}
      onBlur={() => setIndex(null)}
      onKeyDown={press}
    >
      {step && x !== undefined && (
        <>
          <span className={css.line} style={{ left: x, top: area.top, bottom: area.bottom }} />
          {marked(step, plot).map((value) => (
            <span key={value} className={css.dot} style={{ left: x, top: valueToY(area, plot.ceiling, value) }} />
          ))}
          <div className={css.panel} style={{ width: panelWidth, left: beside(x, area.width) }}>
            <CrosshairValues step={step} plot={plot} />
          </div>
        </>
      )}
    </div>
  );
}

/** The values that the eye follows: the sales, and the line of the forecast. */
function marked({ sales, mean, quantiles }: Step, { median }: ForecastPlot): number[] {
  const centre = median ? quantiles?.[median] : mean;
  return [sales, centre].filter((it) => it != null);
}

/** Left edge of the panel: right of the line where there is room, else left of it. */
function beside(x: number, width: number): number {
  return x + 12 + panelWidth <= width ? x + 12 : Math.max(0, x - 12 - panelWidth);
}
