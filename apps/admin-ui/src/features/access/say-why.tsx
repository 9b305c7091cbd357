import { Textarea } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** Asks why before something is refused or taken back: others read the reason. */
export function SayWhy<Of extends object>({
  title,
  what,
  act,
  of,
  actLabel,
  busyLabel,
  onClose,
}: {
  readonly title: string;
  readonly what: string;
  readonly act: UseMutationResult<unknown, Error, Of & { readonly reason: string }>;
  readonly of: Of;
  readonly actLabel: string;
  readonly busyLabel: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const close = () => {
    act.reset();
    onClose();
  };
  return (
    <FormDialog
      title={title}
      what={what}
      act={act}
      actLabel={actLabel}
      busyLabel={busyLabel}
      color="bad"
      isWhole={reason.trim() !== ''}
      onSubmit={() => act.mutate({ ...of, reason })}
      onClose={close}
    >
      <Textarea
        label={t('access.reason')}
        value={reason}
        maxLength={2000}
        rows={3}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
