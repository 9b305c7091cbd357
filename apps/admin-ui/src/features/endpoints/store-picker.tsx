import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { batchForecastsQuery } from '../../api/forecasts.ts';
import { keys } from '../../api/keys.ts';

/** A store id, typed or chosen among the stores of the newest forecast that match what is typed. */
export function StorePicker({
  projectId,
  value,
  onChange,
}: {
  readonly projectId: string;
  readonly value: string;
  readonly onChange: (itemId: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [search] = useDebouncedValue(typed.trim(), 150);
  const { data: batches = [] } = useQuery(batchForecastsQuery(projectId));
  const batchForecastId = batches.find(({ state }) => state === 'succeeded')?.id ?? '';
  const { data } = useQuery({
    queryKey: [...keys.project(projectId), 'store-picker', batchForecastId, search],
    queryFn: ({ signal }) =>
      client.listForecastItems({ params: { projectId, batchForecastId }, query: { search, limit: 20 } }, { signal }),
    enabled: batchForecastId !== '',
    placeholderData: keepPreviousData,
  });
  const titles = new Map(data?.items.map(({ id, title }) => [id, title]));
  return (
    <Autocomplete
      size="xs"
      label={t('endpoints.store')}
      value={typed}
      data={[...titles.keys()]}
      filter={({ options }) => options}
      renderOption={({ option }) => `${option.value} · ${titles.get(option.value) ?? ''}`}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={(it) => {
        setTyped(it);
        onChange(it.trim());
      }}
    />
  );
}
