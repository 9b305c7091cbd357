import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { type NewWorkflow, presets, type Workflow } from '@tandem/data-model/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../ui/act-button.tsx';
import { ActProblem } from '../../ui/act-problem.tsx';
import { draftOf, saidBy, usualHorizon, type WorkflowDraft } from './workflow-draft.ts';
import css from './workflow-form.module.css';

/** A workflow's name, the model that it is about, its steps with what each needs, and what starts it. */
export function WorkflowForm({
  workflow,
  act,
  actLabel,
  busyLabel,
  onNewer,
}: {
  readonly workflow: Workflow | null;
  readonly act: UseMutationResult<Workflow, Error, NewWorkflow>;
  readonly actLabel: string;
  readonly busyLabel: string;
  /** Loads what is there now, where somebody else has changed it meanwhile. */
  readonly onNewer?: () => void;
}) {
  const { t } = useTranslation();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [draft, setDraft] = useState(() => draftOf(workflow, here));
  const put = (part: Partial<WorkflowDraft>) => setDraft((it) => ({ ...it, ...part }));
  const isWhole = draft.name.trim() !== '' && draft.model.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole) act.mutate(saidBy(draft, workflow));
  };
  const text = (field: 'name' | 'model' | 'gateEndpoint' | 'endpoint' | 'cron' | 'timeZone', help?: string) => (
    <TextInput
      label={t(`workflows.field.${field}`)}
      {...(help && { description: help })}
      value={draft[field]}
      onChange={(it) => put({ [field]: it.currentTarget.value })}
    />
  );
  const figure = (
    field:
      | 'maxRejects'
      | 'horizon'
      | 'mostWorseWql'
      | 'mostWorseMase'
      | 'coverageLeast'
      | 'coverageMost'
      | 'batchHorizon',
    limits: { readonly min: number; readonly max: number },
    help?: string,
  ) => (
    <NumberInput
      label={t(`workflows.field.${field}`)}
      {...(help && { description: help })}
      {...limits}
      value={draft[field]}
      onChange={(it) => put({ [field]: it === '' ? '' : Number(it) })}
    />
  );
  const flag = (field: 'enabled' | 'load' | 'train' | 'gate' | 'deploy' | 'batchForecast' | 'dataArrival') => (
    <Checkbox
      label={t(`workflows.field.${field}`)}
      checked={draft[field]}
      onChange={(it) => put({ [field]: it.currentTarget.checked })}
    />
  );
  return (
    <form className={css.form} aria-label={actLabel} onSubmit={submit}>
      {text('name')}
      {text('model', t('workflows.modelHelp'))}
      <fieldset className={css.part}>
        <legend>{t('workflows.steps')}</legend>
        {flag('load')}
        {draft.load && <div className={css.of}>{figure('maxRejects', { min: 0, max: 100 })}</div>}
        {flag('train')}
        {draft.train && (
          <div className={css.of}>
            <Select
              label={t('workflows.field.preset')}
              data={[...presets]}
              value={draft.preset}
              allowDeselect={false}
              onChange={(it) => it && put({ preset: it as WorkflowDraft['preset'] })}
            />
            {figure('horizon', { min: 1, max: 500 }, t('workflows.horizonHelp', { steps: usualHorizon }))}
          </div>
        )}
        {flag('gate')}
        {draft.gate && (
          <div className={css.of}>
            {figure('mostWorseWql', { min: -100, max: 1000 })}
            {figure('mostWorseMase', { min: -100, max: 1000 })}
            {figure('coverageLeast', { min: 0, max: 100 })}
            {figure('coverageMost', { min: 0, max: 100 })}
            {!draft.deploy && text('gateEndpoint')}
          </div>
        )}
        {flag('deploy')}
        {draft.deploy && <div className={css.of}>{text('endpoint')}</div>}
        {flag('batchForecast')}
        {draft.batchForecast && <div className={css.of}>{figure('batchHorizon', { min: 1, max: 500 })}</div>}
      </fieldset>
      <fieldset className={css.part}>
        <legend>{t('workflows.starts')}</legend>
        {flag('enabled')}
        {text('cron', t('workflows.cronHelp'))}
        {draft.cron.trim() !== '' && text('timeZone')}
        {flag('dataArrival')}
      </fieldset>
      {act.error && <ActProblem error={act.error} onNewer={onNewer} />}
      <ActButton type="submit" busy={act.isPending} busyLabel={busyLabel} disabled={!isWhole}>
        {actLabel}
      </ActButton>
    </form>
  );
}
