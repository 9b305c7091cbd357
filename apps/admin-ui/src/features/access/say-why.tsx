import { Button, Modal, Textarea } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './access.module.css';

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') act.mutate({ ...of, reason });
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('word.close') }}>
      <form className={css.dialog} onSubmit={submit}>
        <p>{what}</p>
        <Textarea
          label={t('access.reason')}
          value={reason}
          maxLength={2000}
          rows={3}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {act.error && <ProblemNotice error={act.error} />}
        <div className={css.acts}>
          <Button variant="default" onClick={close}>
            {t('word.cancel')}
          </Button>
          <ActButton
            type="submit"
            color="bad"
            busy={act.isPending}
            busyLabel={busyLabel}
            disabled={reason.trim() === ''}
          >
            {actLabel}
          </ActButton>
        </div>
      </form>
    </Modal>
  );
}
