import { UnstyledButton } from '@mantine/core';
import type { AuditEvent } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './audit.module.css';
import { SubjectName } from './subject-name.tsx';

/** Events, newest first: when, who, what was done to what. */
export function AuditList({
  events,
  open,
  onOpen,
}: {
  readonly events: readonly AuditEvent[];
  readonly open: number | undefined;
  readonly onOpen: (seq: number) => void;
}) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const columns = useMemo(
    (): GridColumn<AuditEvent>[] => [
      {
        id: 'at',
        title: t('audit.at'),
        cell: ({ seq, at }) => (
          <UnstyledButton className={css.open} aria-expanded={seq === open} onClick={() => onOpen(seq)}>
            <time dateTime={at}>{instant(Date.parse(at))}</time>
          </UnstyledButton>
        ),
      },
      { id: 'who', title: t('audit.who'), cell: ({ actor }) => <span className={css.word}>{actor.name}</span> },
      {
        id: 'what',
        title: t('audit.what'),
        cell: ({ action, subject }) => (
          <>
            {t(`audit.action.${action}`)} <SubjectName subject={subject} />
          </>
        ),
      },
      {
        id: 'operation',
        title: t('audit.operation'),
        cell: ({ operation }) => <code className={css.call}>{operation}</code>,
      },
    ],
    [t, instant, open, onOpen],
  );
  return (
    <DataGrid
      label={t('audit.events')}
      columns={columns}
      rows={events}
      idOf={({ seq }) => String(seq)}
      chosen={open === undefined ? undefined : String(open)}
    />
  );
}
