import type { ItemExplanation } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './forecast-table.module.css';
import { usePartName } from './part-name.ts';

/** The bars' twin: each day's parts and the median that they sum to. */
export function ExplanationTable({
  explanation: { timestamps, median, parts },
  label,
}: {
  readonly explanation: ItemExplanation;
  readonly label: string;
}) {
  const { t } = useTranslation();
  const { number, shortDay } = useFormat();
  const partName = usePartName();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <div className={css.scroll} tabIndex={0}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('chart.day')}</th>
            {parts.map((part) => (
              <th key={`${part.kind} ${part.name}`} scope="col">
                {partName(part)}
              </th>
            ))}
            <th scope="col">{t('why.median')}</th>
          </tr>
        </thead>
        <tbody>
          {timestamps.map((timestamp, h) => (
            <tr key={timestamp}>
              <th scope="row">{shortDay(timestamp)}</th>
              {parts.map(({ kind, name, values }) => (
                <td key={`${kind} ${name}`}>{number(values[h]!)}</td>
              ))}
              <td>{number(median[h]!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
