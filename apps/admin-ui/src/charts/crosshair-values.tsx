import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './crosshair-values.module.css';
import type { ForecastPlot } from './forecast-plot.ts';
import { useMarkName } from './mark-name.ts';
import type { Step } from './steps.ts';

/** Every value of one step, in the order in which the eye meets them. */
export function CrosshairValues({ step, plot }: { readonly step: Step; readonly plot: ForecastPlot }) {
  const { t } = useTranslation();
  const { number, day } = useFormat();
  const markName = useMarkName();
  const { quantiles } = step;
  const closed = step.sales === null && step.actual === null && !quantiles;
  const past = plot.cutoff !== null && step.at <= plot.cutoff;
  return (
    <div className={css.values}>
      <p className={css.day}>{day(step.timestamp)}</p>
      <dl>
        {closed && <Row name={t('chart.history')} value={t('chart.closed')} />}
        {step.sales !== null && <Row name={t('chart.history')} value={number(step.sales)} tone="ink" />}
        {!past && step.actual !== null && <Row name={t('chart.actuals')} value={number(step.actual)} tone="ink" />}
        {quantiles && plot.median && (
          <Row name={t('chart.median')} value={number(quantiles[plot.median]!)} tone="model" />
        )}
        {step.mean !== null && <Row name={t('chart.mean')} value={number(step.mean)} />}
        {quantiles &&
          plot.bands.map(({ lower, upper }) => (
            <Row
              key={lower}
              name={`${lower} – ${upper}`}
              value={`${number(quantiles[lower]!)} – ${number(quantiles[upper]!)}`}
            />
          ))}
      </dl>
      {step.marks.length > 0 && <p className={css.marks}>{step.marks.map(markName).join(', ')}</p>}
    </div>
  );
}

function Row({
  name,
  value,
  tone,
}: {
  readonly name: string;
  readonly value: string;
  readonly tone?: 'ink' | 'model';
}) {
  return (
    <div className={css.row} data-tone={tone}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
