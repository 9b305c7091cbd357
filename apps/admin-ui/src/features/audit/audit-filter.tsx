import { Autocomplete, Button, TextInput } from '@mantine/core';
import { type AuditEvent, jobKinds, operations } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditAsked } from '../../api/audit.ts';
import { LineForm } from '../../ui/line-form.tsx';
import { toInstant, toLocal } from './audit-search.ts';

const knownOperations = [...Object.keys(operations), ...jobKinds];

/** Searches by who, what, when and any text; what the events at hand hold is offered. */
export function AuditFilter({
  asked,
  events,
  isOfAll,
  onAsk,
}: {
  readonly asked: AuditAsked;
  readonly events: readonly AuditEvent[];
  readonly isOfAll: boolean;
  readonly onAsk: (asked: AuditAsked) => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(asked);
  const put = (part: { readonly [K in keyof AuditAsked]?: string | undefined }) =>
    setDraft((it) => withoutEmpty({ ...it, ...part }));
  const isAsking = Object.keys(asked).length > 0;
  const seen = (of: (it: AuditEvent) => string | null) =>
    [...new Set(events.map(of).filter((it) => it !== null))].sort();
  return (
    <LineForm label={t('audit.search')} onSubmit={() => onAsk(draft)}>
      <Autocomplete
        label={t('audit.who')}
        data={seen(({ actor }) => actor.name)}
        value={draft.actor ?? ''}
        onChange={(actor) => put({ actor })}
      />
      <Autocomplete
        label={t('audit.operation')}
        data={knownOperations}
        limit={12}
        value={draft.operation ?? ''}
        onChange={(operation) => put({ operation })}
      />
      <Autocomplete
        label={t('audit.kind')}
        data={seen(({ subject }) => subject.kind)}
        value={draft.kind ?? ''}
        onChange={(kind) => put({ kind })}
      />
      <TextInput
        type="datetime-local"
        label={t('audit.from')}
        value={toLocal(draft.from)}
        onChange={(it) => put({ from: toInstant(it.currentTarget.value) })}
      />
      <TextInput
        type="datetime-local"
        label={t('audit.to')}
        value={toLocal(draft.to)}
        onChange={(it) => put({ to: toInstant(it.currentTarget.value) })}
      />
      {isOfAll && (
        <TextInput
          label={t('audit.project')}
          value={draft.project ?? ''}
          placeholder="prj_…"
          spellCheck={false}
          onChange={(it) => put({ project: it.currentTarget.value.trim() })}
        />
      )}
      <TextInput
        label={t('audit.text')}
        value={draft.text ?? ''}
        onChange={(it) => put({ text: it.currentTarget.value })}
      />
      <Button type="submit">{t('audit.ask')}</Button>
      {isAsking && (
        <Button variant="default" onClick={() => onAsk({})}>
          {t('audit.askAll')}
        </Button>
      )}
    </LineForm>
  );
}

const withoutEmpty = (it: { readonly [key: string]: string | undefined }): AuditAsked =>
  Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined && value !== ''));
