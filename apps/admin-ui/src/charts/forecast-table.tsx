import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './forecast-table.module.css';
import { useMarkName } from './mark-name.ts';
import type { Step } from './steps.ts';

/** The chart's twin: the same steps as rows, newest first. */
export function ForecastTable({
  steps,
  quantiles,
  marks,
  label,
}: {
  readonly steps: readonly Step[];
  readonly quantiles: readonly string[];
  readonly marks: readonly string[];
  readonly label: string;
}) {
  const { t } = useTranslation();
  const { number, shortDay } = useFormat();
  const markName = useMarkName();
  const history = steps.some(({ sales }) => sales !== null);
  const actuals = steps.some(({ actual }) => actual !== null);
  const figure = (value: number | null | undefined) => (value == null ? '' : number(value));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <div className={css.scroll} tabIndex={0}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('chart.day')}</th>
            {history && <th scope="col">{t('chart.history')}</th>}
            {actuals && <th scope="col">{t('chart.actuals')}</th>}
            <th scope="col">{t('chart.mean')}</th>
            {quantiles.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {marks.length > 0 && <th scope="col">{t('chart.marks')}</th>}
          </tr>
        </thead>
        <tbody>
          {steps.toReversed().map((step) => (
            <tr key={step.timestamp}>
              <th scope="row">{shortDay(step.timestamp)}</th>
              {history && <td>{step.sales === null && !step.quantiles ? t('chart.closed') : figure(step.sales)}</td>}
              {actuals && <td>{figure(step.actual)}</td>}
              <td>{figure(step.mean)}</td>
              {quantiles.map((name) => (
                <td key={name}>{figure(step.quantiles?.[name])}</td>
              ))}
              {marks.length > 0 && <td className={css.marks}>{step.marks.map(markName).join(', ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
