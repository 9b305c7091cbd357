import { TagsInput, Textarea, TextInput } from '@mantine/core';
import type { NewTerm, Term } from '@tandem/data-model/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './glossary.module.css';

const empty: NewTerm = { ko: '', en: '', description: '', synonyms: [] };

/** A word in Korean, in English or in both, what else people call it, and what it means. */
export function TermForm({
  term,
  act,
  actLabel,
  busyLabel,
}: {
  readonly term: Term | null;
  readonly act: UseMutationResult<Term, Error, NewTerm>;
  readonly actLabel: string;
  readonly busyLabel: string;
}) {
  const { t } = useTranslation();
  const { ko, en, description, synonyms } = term ?? empty;
  const [draft, setDraft] = useState<NewTerm>({ ko, en, description, synonyms: [...synonyms] });
  const put = (part: Partial<NewTerm>) => setDraft((it) => ({ ...it, ...part }));
  const isNamed = draft.ko.trim() !== '' || draft.en.trim() !== '';
  const isNew = JSON.stringify(draft) !== JSON.stringify({ ko, en, description, synonyms });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNamed && isNew) act.mutate(draft);
  };
  return (
    <form className={css.form} aria-label={actLabel} onSubmit={submit}>
      <TextInput
        label={t('glossary.ko')}
        lang="ko"
        value={draft.ko}
        maxLength={100}
        onChange={(it) => put({ ko: it.currentTarget.value })}
      />
      <TextInput
        label={t('glossary.en')}
        description={t('glossary.namesHelp')}
        lang="en"
        value={draft.en}
        maxLength={100}
        onChange={(it) => put({ en: it.currentTarget.value })}
      />
      <TagsInput
        label={t('glossary.synonyms')}
        description={t('glossary.synonymsHelp')}
        value={[...draft.synonyms]}
        maxTags={50}
        onChange={(it) => put({ synonyms: it })}
      />
      <Textarea
        label={t('glossary.description')}
        value={draft.description}
        maxLength={2_000}
        rows={3}
        onChange={(it) => put({ description: it.currentTarget.value })}
      />
      {act.error && <ProblemNotice error={act.error} />}
      <ActButton type="submit" busy={act.isPending} busyLabel={busyLabel} disabled={!isNamed || !isNew}>
        {actLabel}
      </ActButton>
    </form>
  );
}
