import { NativeSelect } from '@mantine/core';
import type { LoadSummary } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** One of the loads that published a snapshot, by when it was asked for. One that is not among them stands by its id. */
export function LoadPicker({
  label,
  loads,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly loads: readonly LoadSummary[];
  readonly chosen: string;
  readonly onChoose: (loadId: string) => void;
}) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const data = loads.map(({ id, kind, createdAt }) => ({
    value: id,
    label: `${instant(Date.parse(createdAt))}${kind === 'load' ? '' : `, ${t(`load.kind.${kind}`)}`}`,
  }));
  if (!data.some(({ value }) => value === chosen)) data.push({ value: chosen, label: chosen });
  return (
    <NativeSelect label={label} data={data} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)} />
  );
}
