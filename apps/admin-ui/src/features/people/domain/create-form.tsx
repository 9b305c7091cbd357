import { TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../ui/act-button.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { Section } from '../../../ui/page.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

/** A name for a new group or unit, and whatever else it needs. */
export function CreateForm({
  of,
  act,
  children,
}: {
  readonly of: 'groups' | 'units';
  readonly act: UseMutationResult<unknown, Error, string>;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const title = t(`${of}.create`);
  return (
    <Section title={title} help={t(`${of}.createHelp`)}>
      <LineForm label={title} onSubmit={() => act.mutate(name, { onSuccess: () => setName('') })}>
        <TextInput
          label={t('people.name')}
          value={name}
          maxLength={64}
          autoComplete="off"
          required
          onChange={(it) => setName(it.currentTarget.value)}
        />
        {children}
        <ActButton type="submit" busy={act.isPending} busyLabel={t(`${of}.creating`)} disabled={name.trim() === ''}>
          {t(`${of}.createAct`)}
        </ActButton>
      </LineForm>
      {act.error && <ProblemNotice error={act.error} />}
    </Section>
  );
}
