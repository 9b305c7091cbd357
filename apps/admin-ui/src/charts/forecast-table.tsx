import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useMarkName } from './mark-name.ts';
import { type StepColumn, StepTable } from './step-table.tsx';
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
  const { number } = useFormat();
  const markName = useMarkName();
  const history = steps.some(({ sales }) => sales !== null);
  const actuals = steps.some(({ actual }) => actual !== null);
  const figure = (value: number | null | undefined) => (value == null ? '' : number(value));
  const columns: StepColumn<Step>[] = [];
  if (history) {
    columns.push({
      id: 'history',
      title: t('chart.history'),
      cell: ({ sales, quantiles: of }) => (sales === null && !of ? t('chart.closed') : figure(sales)),
    });
  }
  if (actuals) columns.push({ id: 'actuals', title: t('chart.actuals'), cell: ({ actual }) => figure(actual) });
  columns.push({ id: 'mean', title: t('chart.mean'), cell: ({ mean }) => figure(mean) });
  for (const name of quantiles) columns.push({ id: name, title: name, cell: (step) => figure(step.quantiles?.[name]) });
  if (marks.length > 0) {
    columns.push({
      id: 'marks',
      title: t('chart.marks'),
      words: true,
      cell: (step) => step.marks.map(markName).join(', '),
    });
  }
  return <StepTable rows={steps.toReversed()} columns={columns} label={label} />;
}
