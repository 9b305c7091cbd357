import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CopiedLine } from './copied-line.tsx';
import css from './secret-once.module.css';

/** A secret that is shown this once: takes the focus when it comes, so that nobody passes it by. */
export function SecretOnce({
  title,
  secret,
  copyLabel,
  note,
  onClose,
}: {
  readonly title: string;
  readonly secret: string;
  readonly copyLabel: string;
  readonly note: ReactNode;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (secret) box.current?.focus();
  }, [secret]);
  return (
    <section ref={box} className={css.box} aria-label={title} tabIndex={-1}>
      <div className={css.head}>
        <strong>{title}</strong>
        <ActionIcon aria-label={t('word.close')} size="sm" onClick={onClose}>
          <IconX size={15} aria-hidden />
        </ActionIcon>
      </div>
      <CopiedLine text={secret} label={copyLabel} />
      <p className={css.note}>{note}</p>
    </section>
  );
}
