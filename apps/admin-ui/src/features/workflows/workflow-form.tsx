import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { type NewWorkflow, presets, type Workflow } from '@tandem/data-model/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../ui/act-button.tsx';
import { ActProblem } from '../../ui/act-problem.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import {
  draftOf,
  type FigureField,
  limits,
  saidBy,
  usualHorizon,
  usualPercentOfRejects,
  type WorkflowDraft,
} from './workflow-draft.ts';
import { faultsOf, type Place } from './workflow-faults.ts';
import css from './workflow-form.module.css';

/** A workflow's name, the model that it is about, its steps with what each needs, and what starts it. */
export function WorkflowForm({
  workflow,
  act,
  actLabel,
  busyLabel,
  onNewer,
  onCancel,
}: {
  readonly workflow: Workflow | null;
  readonly act: UseMutationResult<Workflow, Error, NewWorkflow>;
  readonly actLabel: string;
  readonly busyLabel: string;
  /** Loads what is there now, where somebody else has changed it meanwhile. */
  readonly onNewer?: () => void;
  /** Gives up what was typed. */
  readonly onCancel?: () => void;
}) {
  const { t } = useTranslation();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [first] = useState(() => draftOf(workflow, here));
  const [draft, setDraft] = useState(first);
  const [isTold, setTold] = useState(false);
  const put = (part: Partial<WorkflowDraft>) => setDraft((it) => ({ ...it, ...part }));
  const said = saidBy(draft, workflow);
  const faults = faultsOf(said);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (Object.keys(faults).length === 0) act.mutate(said);
  };
  const wrong = (place: Place, values: { min?: number; max?: number } = {}) => {
    const word = isTold && faults[place];
    return word ? t(`workflows.fault.${word}`, values) : null;
  };
  const text = (
    field: 'name' | 'model' | 'gateEndpoint' | 'endpoint' | 'cron' | 'timeZone',
    { help, required = false }: { help?: string | false; required?: boolean } = {},
  ) => (
    <TextInput
      label={t(`workflows.field.${field}`)}
      {...(help && { description: help })}
      required={required}
      error={wrong(field)}
      value={draft[field]}
      onChange={(it) => put({ [field]: it.currentTarget.value })}
    />
  );
  const figure = (field: FigureField, help?: string) => (
    <NumberInput
      label={t(`workflows.field.${field}`)}
      {...(help && { description: help })}
      {...limits[field]}
      error={wrong(field, limits[field])}
      value={draft[field]}
      onChange={(it) => put({ [field]: it })}
    />
  );
  const flag = (field: 'enabled' | 'load' | 'train' | 'gate' | 'deploy' | 'batchForecast') => (
    <Checkbox
      label={t(`workflows.field.${field}`)}
      checked={draft[field]}
      onChange={(it) => put({ [field]: it.currentTarget.checked })}
    />
  );
  return (
    <form className={css.form} aria-label={actLabel} noValidate onSubmit={submit}>
      {text('name', { required: true })}
      {text('model', { help: t('workflows.modelHelp'), required: true })}
      <fieldset className={css.part}>
        <legend>{t('workflows.steps')}</legend>
        {flag('load')}
        {draft.load && (
          <div className={css.of}>
            {figure('maxRejects', t('workflows.maxRejectsHelp', { percent: usualPercentOfRejects }))}
          </div>
        )}
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
            {figure('horizon', t('workflows.horizonHelp', { steps: usualHorizon }))}
          </div>
        )}
        {flag('gate')}
        {draft.gate && (
          <div className={css.of}>
            {figure('mostWorseWql')}
            {figure('mostWorseMase')}
            {figure('coverageLeast')}
            {figure('coverageMost')}
            {text('gateEndpoint', {
              help: draft.deploy && t('workflows.gateEndpointHelp'),
              required: !draft.deploy,
            })}
            <Wrong words={wrong('gate')} />
          </div>
        )}
        {flag('deploy')}
        {draft.deploy && <div className={css.of}>{text('endpoint', { required: true })}</div>}
        {flag('batchForecast')}
        {draft.batchForecast && <div className={css.of}>{figure('batchHorizon')}</div>}
        <Wrong words={wrong('steps')} />
      </fieldset>
      <fieldset className={css.part}>
        <legend>{t('workflows.starts')}</legend>
        {flag('enabled')}
        {text('cron', { help: t('workflows.cronHelp') })}
        {draft.cron.trim() !== '' && text('timeZone', { required: true })}
        <Checkbox
          label={t('workflows.field.dataArrival')}
          {...(!draft.load && { description: t('workflows.dataNeedsLoad') })}
          disabled={!draft.load}
          checked={draft.load && draft.dataArrival}
          onChange={(it) => put({ dataArrival: it.currentTarget.checked })}
        />
      </fieldset>
      {act.error && <ActProblem error={act.error} onNewer={onNewer} />}
      <div className={css.acts}>
        <ActButton type="submit" busy={act.isPending} busyLabel={busyLabel}>
          {actLabel}
        </ActButton>
        {onCancel && (
          <Button variant="default" disabled={act.isPending} onClick={onCancel}>
            {t('word.cancel')}
          </Button>
        )}
      </div>
      <LeaveGuard isChanged={JSON.stringify(draft) !== JSON.stringify(first)} />
    </form>
  );
}

/** What is wrong with several fields together. */
const Wrong = ({ words }: { readonly words: string | null }) =>
  words && (
    <p className={css.wrong} role="alert">
      {words}
    </p>
  );
