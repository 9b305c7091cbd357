import type { ItemExplanation } from '@tandem/data-model/contract';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { ExplanationChart } from './explanation-chart.tsx';
import { explanationCsv } from './explanation-csv.ts';
import { drawnParts } from './explanation-parts.ts';
import { ExplanationTable } from './explanation-table.tsx';
import { FigureTools, type FigureView } from './figure-tools.tsx';
import css from './forecast-figure.module.css';
import legend from './legend.module.css';
import { usePartName } from './part-name.ts';
import { saveFile } from './save-file.ts';
import { standaloneSvg, tokenOnPage } from './standalone-svg.ts';

/** Why an item's forecast is what it is, as bars and as a table. */
export function ExplanationFigure({
  explanation,
  title,
  itemTitle,
  fileName,
  view,
  onView,
}: {
  readonly explanation: ItemExplanation;
  readonly title: string;
  readonly itemTitle: string;
  /** Without ending. */
  readonly fileName: string;
  readonly view: FigureView;
  readonly onView: (view: FigureView) => void;
}) {
  const { t, i18n } = useTranslation();
  const { number } = useFormat();
  const partName = usePartName();
  const svg = useRef<SVGSVGElement>(null);
  const drawn = useMemo(() => drawnParts(explanation), [explanation]);
  const mean = (values: readonly number[]) => number(values.reduce((sum, it) => sum + it, 0) / values.length);
  const said = explanation.parts.map((part) => `${partName(part)} ${mean(part.values)}`);
  const summary = t('why.summary', {
    item: itemTitle,
    parts: new Intl.ListFormat(i18n.language).format(said),
    median: mean(explanation.median),
  });
  const saveSvg = () => {
    if (svg.current) saveFile(`${fileName}.svg`, 'image/svg+xml', standaloneSvg(svg.current, summary, tokenOnPage));
  };
  return (
    <figure className={css.figure} aria-label={title}>
      <FigureTools
        view={view}
        onView={onView}
        viewLabel={t('why.view')}
        saveLabel={t('why.save')}
        onSaveSvg={saveSvg}
        onSaveCsv={() => saveFile(`${fileName}.csv`, 'text/csv', explanationCsv(explanation))}
      />
      {view === 'chart' ? (
        <ExplanationChart explanation={explanation} drawn={drawn} summary={summary} svgRef={svg} />
      ) : (
        <ExplanationTable explanation={explanation} label={title} />
      )}
      {view === 'chart' && (
        <figcaption>
          <ul className={legend.legend}>
            <li>
              <svg viewBox="0 0 20 10" aria-hidden="true">
                <circle cx="10" cy="5" r="3.5" stroke="var(--ink)" strokeWidth="1.5" fill="var(--raised)" />
              </svg>
              {t('chart.median')}
            </li>
            {drawn.map(({ part, fill }) => (
              <li key={part ? `${part.kind} ${part.name}` : ''}>
                <svg viewBox="0 0 20 10" aria-hidden="true">
                  <rect width="20" height="10" rx="1" fill={fill} />
                </svg>
                {!part
                  ? t('why.others')
                  : part.base === null
                    ? partName(part)
                    : t('why.against', { name: partName(part), base: part.base })}
              </li>
            ))}
          </ul>
          {drawn.some(({ part }) => part?.kind === 'absence') && <p className={legend.note}>{t('why.absenceHelp')}</p>}
        </figcaption>
      )}
    </figure>
  );
}
