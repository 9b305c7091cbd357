import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { byLevel } from '../../charts/bands.ts';
import { asQuantile } from './new-run.ts';

/** The quantiles of a run as tags, in ascending order; what is typed is read as a quantile or refused with the reason. */
export function QuantileInput({
  value,
  error,
  onChange,
}: {
  readonly value: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (quantiles: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<string | null>(null);
  const change = (tags: readonly string[]) => {
    const wrong = tags.find((tag) => asQuantile(tag) === null) ?? null;
    setRefused(wrong);
    onChange(byLevel([...new Set(tags.map(asQuantile).filter((it) => it !== null))]));
  };
  return (
    <TagsInput
      size="xs"
      label={t('training.quantiles')}
      description={t('training.quantilesHelp')}
      value={[...value]}
      error={refused === null ? error : t('training.wrongQuantile', { value: refused })}
      splitChars={[',', ' ', ';']}
      onChange={change}
    />
  );
}
