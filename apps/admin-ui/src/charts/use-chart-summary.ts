import type { ForecastChart } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { medianOf } from './bands.ts';

/** Says a chart in a sentence: what it shows, up to when, and the sum of the median. */
export function useChartSummary(): (chart: ForecastChart) => string {
  const { t } = useTranslation();
  const { number, shortDay } = useFormat();
  return (chart) =>
    t('chart.summary', {
      item: chart.item.title,
      cutoff: shortDay(chart.cutoff),
      steps: chart.forecast.timestamps.length,
      total: number(medianTotal(chart)),
      unit: chart.unit,
    });
}

/** The sum of the mean over the forecast steps, as the list of stores has it. */
export const meanTotal = ({ forecast }: ForecastChart): number => forecast.mean.reduce((sum, it) => sum + it, 0);

/** The sum of the median over the forecast steps, or of the mean where no median was forecast. */
export function medianTotal({ forecast }: ForecastChart): number {
  const name = medianOf(Object.keys(forecast.quantiles));
  const values = (name && forecast.quantiles[name]) || forecast.mean;
  return values.reduce((sum, it) => sum + it, 0);
}
