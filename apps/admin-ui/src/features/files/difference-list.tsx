import { Button } from '@mantine/core';
import type { TableDifference } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Section } from '../../ui/page.tsx';
import { DifferenceRows } from './difference-rows.tsx';

const changes = ['added', 'changed', 'removed'] as const;
const total = (it: TableDifference) => it.added + it.changed + it.removed;

/** Counts of what differs by table; then, of each that does, the first rows as they were and as they are. */
export function DifferenceList({
  tables,
  onMore,
}: {
  readonly tables: readonly TableDifference[];
  /** Asks for more rows of each table, where that can be. */
  readonly onMore?: () => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const columns = useMemo(
    (): GridColumn<TableDifference>[] => [
      { id: 'name', title: t('load.table'), cell: ({ name }) => <code>{name}</code> },
      ...changes.map(
        (name): GridColumn<TableDifference> => ({
          id: name,
          title: t(`load.${name}`),
          align: 'right',
          sort: (it) => it[name],
          cell: (it) => number(it[name]),
        }),
      ),
    ],
    [t, number],
  );
  const differing = tables.filter((it) => total(it) > 0);
  return (
    <>
      <Section
        title={t('compare.tables')}
        help={
          differing.length === 0
            ? t('compare.same')
            : t('compare.differ', { differing: number(differing.length), tables: number(tables.length) })
        }
      >
        <DataGrid label={t('compare.tables')} columns={columns} rows={tables} idOf={({ name }) => name} />
      </Section>
      {differing.map((it) => (
        <Section
          key={it.name}
          title={it.name}
          help={t('compare.shown', { shown: number(it.rows.length), all: number(total(it)) })}
          tools={
            onMore &&
            it.rows.length < total(it) && (
              <Button variant="default" onClick={onMore}>
                {t('compare.more')}
              </Button>
            )
          }
        >
          <DifferenceRows table={it} />
        </Section>
      ))}
    </>
  );
}
