import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FigureTools, type FigureView } from './figure-tools.tsx';
import { ForecastChart, quantileNames } from './forecast-chart.tsx';
import { forecastCsv } from './forecast-csv.ts';
import css from './forecast-figure.module.css';
import { ForecastTable } from './forecast-table.tsx';
import { Legend } from './legend.tsx';
import { saveFile } from './save-file.ts';
import { standaloneSvg, tokenOnPage } from './standalone-svg.ts';
import type { Step } from './steps.ts';

/** The forecast of one item in both its forms, with its legend and the ways to take it along. */
export function ForecastFigure({
  steps,
  marks = [],
  cutoff = null,
  unit,
  title,
  summary,
  fileName,
  view,
  onView,
  tools,
  height,
}: {
  readonly steps: readonly Step[];
  readonly marks?: readonly string[];
  readonly cutoff?: number | null;
  readonly unit: string;
  readonly title: string;
  readonly summary: string;
  /** Without ending. */
  readonly fileName: string;
  readonly view: FigureView;
  readonly onView: (view: FigureView) => void;
  readonly tools?: ReactNode;
  readonly height?: number;
}) {
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const quantiles = quantileNames(steps);
  const saveSvg = () => {
    if (svg.current) saveFile(`${fileName}.svg`, 'image/svg+xml', standaloneSvg(svg.current, summary, tokenOnPage));
  };
  return (
    <figure className={css.figure} aria-label={title}>
      <FigureTools
        view={view}
        onView={onView}
        viewLabel={t('chart.view')}
        saveLabel={t('chart.save')}
        onSaveSvg={saveSvg}
        onSaveCsv={() => saveFile(`${fileName}.csv`, 'text/csv', forecastCsv(steps, quantiles, marks))}
      >
        {tools}
      </FigureTools>
      {view === 'chart' ? (
        <ForecastChart
          steps={steps}
          marks={marks}
          cutoff={cutoff}
          unit={unit}
          summary={summary}
          svgRef={svg}
          {...(height ? { height } : {})}
        />
      ) : (
        <ForecastTable steps={steps} quantiles={quantiles} marks={marks} label={title} />
      )}
      <figcaption>
        <Legend
          quantiles={quantiles}
          marks={marks}
          history={steps.some(({ sales }) => sales !== null)}
          actuals={steps.some(({ actual }) => actual !== null)}
        />
      </figcaption>
    </figure>
  );
}
