import { Button } from '@mantine/core';
import type { ProposedFile, StarProposal } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Section } from '../../ui/page.tsx';
import css from './star-proposal-view.module.css';

/** What speaks for a proposed star: each file and its columns as they were counted, references, and what to decide. */
export function StarEvidence({
  proposal,
  onTake,
}: {
  readonly proposal: StarProposal;
  readonly onTake: (proposal: StarProposal) => void;
}) {
  const { t } = useTranslation();
  const { number, percent } = useFormat();
  const { files, references, notes } = proposal;
  return (
    <>
      <Section
        title={t('star.evidence')}
        help={t('star.evidenceHelp')}
        tools={<Button onClick={() => onTake(proposal)}>{t('star.take')}</Button>}
      >
        {notes.length > 0 && (
          <>
            <h3>{t('star.notes')}</h3>
            <ul className={css.list}>
              {notes.map((it) => (
                <li key={it}>{it}</li>
              ))}
            </ul>
          </>
        )}
        {references.length > 0 && (
          <>
            <h3>{t('star.references')}</h3>
            <ul className={css.list}>
              {references.map(({ from, to, values, matched }) => (
                <li key={`${from} ${to}`}>
                  <code>{from}</code> → <code>{to}</code>:{' '}
                  {t('star.matched', {
                    matched: number(matched),
                    values: number(values),
                    share: percent(values === 0 ? 0 : matched / values, 1),
                  })}
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
      {files.map((it) => (
        <ProposedFilePart key={it.name} file={it} />
      ))}
    </>
  );
}

type Column = ProposedFile['columns'][number];

function ProposedFilePart({ file: { name, rows, isCut, role, why, columns } }: { readonly file: ProposedFile }) {
  const { t } = useTranslation();
  const { number, percent } = useFormat();
  const shown = useMemo(
    (): GridColumn<Column>[] => [
      { id: 'name', title: t('tables.column'), cell: (it) => <code>{it.name}</code> },
      { id: 'type', title: t('tables.type'), cell: (it) => <code>{it.type}</code> },
      { id: 'use', title: t('star.use'), cell: (it) => it.use },
      {
        id: 'samples',
        title: t('star.samples'),
        cell: (it) => (
          <span className={css.samples} title={it.samples.join(', ')}>
            {it.samples.join(', ')}
          </span>
        ),
      },
      ...(['distinct', 'empty'] as const).map(
        (count): GridColumn<Column> => ({
          id: count,
          title: t(`star.${count}`),
          align: 'right',
          sort: (it) => it[count],
          cell: (it) => number(it[count]),
        }),
      ),
      {
        id: 'parse',
        title: t('star.parse'),
        help: t('star.parseHelp'),
        align: 'right',
        cell: (it) => it.values > 0 && percent(shareOf(it), 1),
      },
    ],
    [t, number, percent],
  );
  return (
    <Section
      title={name}
      help={`${t(`star.role.${role}`)} · ${t(isCut ? 'star.rowsCut' : 'figure.rows', { value: number(rows) })}`}
    >
      <p className={css.why}>{why}</p>
      <DataGrid
        dense
        label={t('star.columnsOf', { file: name })}
        columns={shown}
        rows={columns}
        idOf={(it) => it.name}
      />
    </Section>
  );
}

/** Share of the values that have the form of the type that was taken; every value is a text. */
function shareOf({ type, parses }: Column): number {
  const [kind = ''] = type.split('(');
  return kind in parses ? parses[kind as keyof typeof parses] : 1;
}
