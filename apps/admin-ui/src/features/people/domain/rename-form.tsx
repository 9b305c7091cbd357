import { TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../ui/act-button.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

/** A name, to be changed. */
export function RenameForm({
  label,
  name,
  act,
}: {
  readonly label: string;
  readonly name: string;
  readonly act: UseMutationResult<unknown, Error, string>;
}) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(name);
  const isNew = wanted.trim() !== '' && wanted.trim() !== name;
  return (
    <>
      <LineForm label={t('people.rename')} onSubmit={() => isNew && act.mutate(wanted)}>
        <TextInput
          label={label}
          value={wanted}
          maxLength={64}
          required
          onChange={(it) => setWanted(it.currentTarget.value)}
        />
        <ActButton
          type="submit"
          variant="default"
          busy={act.isPending}
          busyLabel={t('people.renaming')}
          disabled={!isNew}
        >
          {t('people.rename')}
        </ActButton>
      </LineForm>
      {act.error && <ProblemNotice error={act.error} />}
    </>
  );
}
