import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from '../people.module.css';

/** Goes to one thing of a part of the people of a domain; without an id, back to the list. */
export function useOpen(domainId: string, part: 'users' | 'groups' | 'units') {
  const navigate = useNavigate();
  return (id?: string) =>
    void navigate({
      to: '/domains/$domainId/people',
      params: { domainId },
      search: { ...(part === 'users' ? {} : { part }), ...(id ? { id } : {}) },
    });
}

/** One user, group or unit, beside the list of all. */
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
      <div className={css.detailHead}>
        <h2>{title}</h2>
        <ActionIcon aria-label={t('word.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      {children}
    </section>
  );
}
