import { Textarea, TextInput } from '@mantine/core';
import type { Project } from '@tandem/data-model/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './settings.module.css';

/** Renames a project, or says what it is for. */
export function NameForm({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const change = useActOn([keys.project(project.id), keys.projects], () =>
    client.changeProject({ params: { projectId: project.id }, body: { name, description } }),
  );
  const isNew = name.trim() !== project.name || description.trim() !== project.description;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNew) change.mutate(undefined);
  };
  return (
    <form className={css.form} aria-label={t('settings.change')} onSubmit={submit}>
      <TextInput
        label={t('settings.name')}
        description={t('settings.nameHelp')}
        value={name}
        maxLength={64}
        required
        onChange={(it) => setName(it.currentTarget.value)}
      />
      <Textarea
        label={t('settings.description')}
        value={description}
        maxLength={2_000}
        rows={2}
        onChange={(it) => setDescription(it.currentTarget.value)}
      />
      {change.error && <ProblemNotice error={change.error} />}
      <ActButton
        type="submit"
        variant="default"
        busy={change.isPending}
        busyLabel={t('settings.changing')}
        disabled={!isNew || name.trim() === ''}
      >
        {t('settings.change')}
      </ActButton>
    </form>
  );
}
