import { TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ActButton } from '../../../ui/act-button.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { Section } from '../../../ui/page.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

/** A name for something new, and whatever else it needs. */
export function CreateForm({
  title,
  help,
  nameLabel,
  act,
  actLabel,
  busyLabel,
  children,
}: {
  readonly title: string;
  readonly help: string;
  readonly nameLabel: string;
  readonly act: UseMutationResult<unknown, Error, string>;
  readonly actLabel: string;
  readonly busyLabel: string;
  readonly children?: ReactNode;
}) {
  const [name, setName] = useState('');
  return (
    <Section title={title} help={help}>
      <LineForm label={title} onSubmit={() => act.mutate(name, { onSuccess: () => setName('') })}>
        <TextInput
          label={nameLabel}
          value={name}
          maxLength={64}
          autoComplete="off"
          required
          onChange={(it) => setName(it.currentTarget.value)}
        />
        {children}
        <ActButton type="submit" busy={act.isPending} busyLabel={busyLabel} disabled={name.trim() === ''}>
          {actLabel}
        </ActButton>
      </LineForm>
      {act.error && <ProblemNotice error={act.error} />}
    </Section>
  );
}
