import { CloseButton, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { holidayCountries, presets } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { uploadsQuery } from '../../api/files.ts';
import { isModelFile } from '../../api/model-files.ts';
import { starQuery } from '../../api/star.ts';
import { useAct } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { defaultDraft, type FaultyField, gapFills, type RunDraft, readDraft } from './new-run.ts';
import css from './new-run-form.module.css';
import { QuantileInput } from './quantile-input.tsx';

/** Asks for a run in the words of the training job; what is wrong with a field stands below it. */
export function NewRunForm({
  projectId,
  onClose,
  onStarted,
}: {
  readonly projectId: string;
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const countries = useMemo(() => countriesIn(i18n.language), [i18n.language]);
  const uploads = useQuery(uploadsQuery(projectId));
  const star = useQuery(starQuery(projectId));
  const models = uploads.data?.filter(isModelFile) ?? [];
  const [draft, setDraft] = useState<RunDraft>(defaultDraft);
  const [faults, setFaults] = useState<readonly FaultyField[]>([]);
  const start = useAct(
    projectId,
    (body: Parameters<typeof client.createTrainingRun>[0]['body']) =>
      client.createTrainingRun({ params: { projectId }, body }),
    ({ id }) => onStarted(id),
  );
  const change = (part: Partial<RunDraft>) => {
    setDraft({ ...draft, ...part });
    setFaults(faults.filter((field) => !(field in part)));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft, star.data?.training.target);
    if ('faults' in read) setFaults(read.faults);
    else start.mutate(read.body);
  };
  const fault = (field: FaultyField) => (faults.includes(field) ? t(`training.fault.${field}`) : undefined);

  return (
    <form className={css.form} onSubmit={submit} aria-label={t('training.new')} noValidate>
      <header className={css.head}>
        <h2>{t('training.new')}</h2>
        <CloseButton aria-label={t('word.close')} onClick={onClose} />
      </header>
      <TextInput
        label={t('training.name')}
        value={draft.name}
        error={fault('name')}
        onChange={(it) => change({ name: it.currentTarget.value })}
      />
      <div>
        <p className={css.label} id="preset">
          {t('training.preset')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="preset"
          value={draft.preset}
          data={presets.map((value) => ({ value, label: value }))}
          onChange={(it) => change({ preset: presets.find((preset) => preset === it) ?? draft.preset })}
        />
        <p className={css.help}>{t(`training.presetHelp.${draft.preset}`)}</p>
      </div>
      <NumberInput
        label={t('training.horizon')}
        description={t('training.horizonHelp')}
        value={draft.horizon}
        error={fault('horizon')}
        min={1}
        max={500}
        clampBehavior="none"
        onChange={(horizon) => change({ horizon })}
      />
      <QuantileInput
        value={draft.quantiles}
        error={fault('quantiles')}
        onChange={(quantiles) => change({ quantiles })}
      />
      <NativeSelect
        label={t('training.holidays')}
        description={t('training.holidaysHelp')}
        data={[{ value: '', label: t('training.holidaysNone') }, ...countries]}
        value={draft.holidays ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ holidays: holidayCountries.find((code) => code === value) ?? null })
        }
      />
      <NativeSelect
        label={t('training.gaps')}
        description={t('training.gapsHelp')}
        disabled={!star.data}
        data={gapFills.map((value) => ({ value, label: t(`training.gap.${value}`) }))}
        value={draft.gaps}
        onChange={({ currentTarget: { value } }) =>
          change({ gaps: gapFills.find((gap) => gap === value) ?? draft.gaps })
        }
      />
      <NumberInput
        label={t('training.timeLimit')}
        description={t('training.timeLimitHelp')}
        value={draft.timeLimit}
        error={fault('timeLimit')}
        min={10}
        clampBehavior="none"
        onChange={(timeLimit) => change({ timeLimit })}
      />
      <NativeSelect
        label={t('training.imported')}
        description={uploads.data && t(models.length > 0 ? 'training.importedHelp' : 'training.importedHint')}
        error={uploads.error && t('training.importedUnread')}
        disabled={!uploads.data}
        data={[
          { value: '', label: t('training.importedNone') },
          ...models.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={draft.importedModel ?? ''}
        onChange={({ currentTarget: { value } }) => change({ importedModel: value || null, contextLength: '' })}
      />
      {draft.importedModel && (
        <NumberInput
          label={t('training.contextLength')}
          description={t('training.contextLengthHelp')}
          value={draft.contextLength}
          error={fault('contextLength')}
          min={1}
          max={100_000}
          clampBehavior="none"
          onChange={(contextLength) => change({ contextLength })}
        />
      )}
      {start.error && <ProblemNotice error={start.error} />}
      <ActButton type="submit" busy={start.isPending} busyLabel={t('training.starting')}>
        {t('training.start')}
      </ActButton>
    </form>
  );
}

/** Countries by their names in a language, in its order. */
function countriesIn(language: string) {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  return holidayCountries
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}
