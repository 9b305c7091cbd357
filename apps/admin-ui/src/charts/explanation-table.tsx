import type { ItemExplanation } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { usePartName } from './part-name.ts';
import { StepTable } from './step-table.tsx';

/** The bars' twin: each day's parts and the median that they sum to. */
export function ExplanationTable({
  explanation: { timestamps, median, parts },
  label,
}: {
  readonly explanation: ItemExplanation;
  readonly label: string;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const partName = usePartName();
  const rows = timestamps.map((timestamp, h) => ({ timestamp, h }));
  const columns = [
    ...parts.map((part) => ({
      id: `${part.kind} ${part.name}`,
      title: partName(part),
      cell: ({ h }: { h: number }) => number(part.values[h]!),
    })),
    { id: 'median', title: t('why.median'), cell: ({ h }: { h: number }) => number(median[h]!) },
  ];
  return <StepTable rows={rows} columns={columns} label={label} />;
}
