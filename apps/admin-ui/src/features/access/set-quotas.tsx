import { NumberInput } from '@mantine/core';
import type { Project, QuotaUse } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

type Limits = Parameters<typeof client.setProjectQuotas>[0]['body']['quotas'];

/** How many of what is counted make one of what is typed. */
const per = (unit: string): number => (unit === 'bytes' ? 1e6 : 1);

/** Sets the limits of one project; where a field is empty, what its domain has for all projects holds. */
export function SetQuotas({
  project: { id: projectId, domainId, name },
  quotas,
  onClose,
}: {
  readonly project: Pick<Project, 'id' | 'domainId' | 'name'>;
  readonly quotas: readonly QuotaUse[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const own = ({ from, most, unit }: QuotaUse) => (from === 'project' && most !== null ? most / per(unit) : '');
  const [typed, setTyped] = useState<Readonly<Record<string, number | string>>>(() =>
    Object.fromEntries(quotas.map((it) => [it.quota, own(it)])),
  );
  const set = useActOn(
    [keys.project(projectId)],
    (body: { quotas: Limits }) => client.setProjectQuotas({ params: { domainId, projectId }, body }),
    onClose,
  );
  const submit = () => {
    const limits = quotas.flatMap(({ quota, unit, from, warnShare }) => {
      const value = typed[quota];
      if (typeof value !== 'number') return [];
      const warns = from === 'project' && warnShare !== null ? { warnShare } : {};
      return [{ quota, most: Math.round(value * per(unit)), ...warns }];
    });
    set.mutate({ quotas: limits as Limits });
  };
  return (
    <FormDialog
      title={t('access.limitTitle', { project: name })}
      what={t('access.limitHelp')}
      act={set}
      actLabel={t('access.limit')}
      busyLabel={t('access.limiting')}
      isWhole={Object.values(typed).every((it) => typeof it === 'number' || it === '')}
      onSubmit={submit}
      onClose={onClose}
    >
      {quotas.map(({ quota, unit }) => (
        <NumberInput
          key={quota}
          label={t(`access.quotaName.${quota}`)}
          value={typed[quota] ?? ''}
          min={0}
          max={Number.MAX_SAFE_INTEGER / per(unit)}
          allowDecimal={unit === 'bytes'}
          suffix={unit === 'bytes' ? ' MB' : ''}
          placeholder={unit === 'bytes' ? 'MB' : ''}
          onChange={(value) => setTyped((it) => ({ ...it, [quota]: value }))}
        />
      ))}
    </FormDialog>
  );
}
