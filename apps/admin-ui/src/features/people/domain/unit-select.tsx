import { Select } from '@mantine/core';
import type { DomainUnit } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { unitPaths } from './unit-tree.ts';

/** What a unit is below: another unit, or null for the domain itself. */
export function UnitSelect({
  units,
  without = [],
  value,
  onChoose,
}: {
  readonly units: readonly DomainUnit[];
  readonly without?: readonly string[];
  readonly value: string | null;
  readonly onChoose: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const paths = unitPaths(units).filter(({ id }) => !without.includes(id));
  return (
    <Select
      label={t('units.below')}
      data={[
        { value: '', label: t('units.domainItself') },
        ...paths.map(({ id, path }) => ({ value: id, label: path })),
      ]}
      value={value ?? ''}
      allowDeselect={false}
      onChange={(it) => onChoose(it || null)}
    />
  );
}
