import { Select } from '@mantine/core';
import { type JobKind, type JobState, jobKinds, jobStates } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { LineForm } from '../../ui/line-form.tsx';

export interface JobsAsked {
  readonly kind?: JobKind;
  readonly state?: JobState;
}

/** Which jobs are shown: of one kind, or in one state. */
export function JobFilter({
  chosen: { kind, state },
  onChoose,
}: {
  readonly chosen: JobsAsked;
  readonly onChoose: (asked: JobsAsked) => void;
}) {
  const { t } = useTranslation();
  const choose = (next: { kind: JobKind | undefined; state: JobState | undefined }) =>
    onChoose({ ...(next.kind ? { kind: next.kind } : {}), ...(next.state ? { state: next.state } : {}) });
  return (
    <LineForm label={t('jobs.filter')} onSubmit={() => undefined}>
      <Select
        label={t('jobs.kindOf')}
        placeholder={t('jobs.all')}
        data={jobKinds.map((it) => ({ value: it, label: t(`jobs.kind.${it}`) }))}
        value={kind ?? null}
        clearable
        onChange={(it) => choose({ kind: jobKinds.find((known) => known === it), state })}
      />
      <Select
        label={t('jobs.state')}
        placeholder={t('jobs.all')}
        data={jobStates.map((it) => ({ value: it, label: t(`state.${it}`) }))}
        value={state ?? null}
        clearable
        onChange={(it) => choose({ kind, state: jobStates.find((known) => known === it) })}
      />
    </LineForm>
  );
}
