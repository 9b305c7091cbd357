import { Button, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from './act-button.tsx';
import { ActProblem } from './act-problem.tsx';
import css from './form-dialog.module.css';

/**
 * A dialog that asks for what an act needs: what it does, fields, why it was refused, and the way out or on. It stays
 * while the act is on its way, and goes by no click beside it.
 */
export function FormDialog({
  title,
  what,
  act,
  actLabel,
  busyLabel,
  color,
  isWhole,
  onSubmit,
  onNewer,
  onClose,
  children,
}: {
  readonly title: string;
  readonly what: string;
  readonly act: { readonly isPending: boolean; readonly error: Error | null };
  readonly actLabel: string;
  readonly busyLabel: string;
  /** `bad` for what takes something away. */
  readonly color?: 'bad';
  /** Whether the fields say all that is needed: nothing is sent before. */
  readonly isWhole: boolean;
  readonly onSubmit: () => void;
  /** Loads what is there now, where somebody else has changed it meanwhile. */
  readonly onNewer?: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole) onSubmit();
  };
  return (
    <Modal
      opened
      // What is on its way would end unseen, and its end would close whatever stands open by then.
      onClose={act.isPending ? () => undefined : onClose}
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': t('word.close'), disabled: act.isPending }}
    >
      <form className={css.form} onSubmit={submit}>
        <p>{what}</p>
        {children}
        {act.error && <ActProblem error={act.error} onNewer={onNewer} />}
        <div className={css.acts}>
          <Button variant="default" disabled={act.isPending} onClick={onClose}>
            {t('word.cancel')}
          </Button>
          <ActButton
            type="submit"
            {...(color && { color })}
            busy={act.isPending}
            busyLabel={busyLabel}
            disabled={!isWhole}
          >
            {actLabel}
          </ActButton>
        </div>
      </form>
    </Modal>
  );
}
