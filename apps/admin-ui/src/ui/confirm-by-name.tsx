import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from './act-button.tsx';
import css from './confirm-by-name.module.css';
import { ProblemNotice } from './problem-notice.tsx';

/** Asks before something goes for good: says what goes, and waits until its name is typed. */
export function ConfirmByName({
  opened,
  name,
  title,
  consequence,
  instruction,
  actLabel,
  busyLabel,
  busy,
  error,
  onAct,
  onClose,
}: {
  readonly opened: boolean;
  readonly name: string;
  readonly title: string;
  readonly consequence: string;
  readonly instruction: string;
  readonly actLabel: string;
  readonly busyLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onAct: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === name) onAct();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('word.close') }}>
      <form className={css.form} onSubmit={submit}>
        <p>{consequence}</p>
        <TextInput
          label={instruction}
          value={typed}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {error != null && <ProblemNotice error={error} />}
        <div className={css.acts}>
          <Button variant="default" onClick={close}>
            {t('word.cancel')}
          </Button>
          <ActButton type="submit" color="bad" busy={busy} busyLabel={busyLabel} disabled={typed !== name}>
            {actLabel}
          </ActButton>
        </div>
      </form>
    </Modal>
  );
}
