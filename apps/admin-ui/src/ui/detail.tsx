import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './detail.module.css';

/** One thing of a list, beside it. */
export function Detail({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <section className={css.part} aria-label={title}>
      <div className={css.head}>
        <h2>{title}</h2>
        <ActionIcon aria-label={t('word.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      {children}
    </section>
  );
}

/** A part of it under a heading of its own. */
export const DetailPart = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className={css.part}>
    <h3>{title}</h3>
    {children}
  </div>
);
