import { ActionIcon } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import { beginningOfTime, endOfTime } from '@tandem/data-model';
import type { Cell, Table, TableRows } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { tableRowsQuery } from '../../api/tables.ts';
import sheet from '../../charts/table-sheet.module.css';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Section } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { SkeletonLines } from '../../ui/skeleton-lines.tsx';
import { hasVersions } from './grain.ts';
import { RowOriginPanel } from './row-origin-panel.tsx';
import css from './row-preview.module.css';

const pageSize = 50;

/** The rows of a table in key order, a page at a time; the page stands in the address. */
export function RowPreview({ projectId, table }: { readonly projectId: string; readonly table: Table }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/projects/$projectId/tables/$table' });
  const { page = 1, row } = useSearch({ from: '/signed-in/projects/$projectId/tables/$table' });
  const query = useQuery(tableRowsQuery(projectId, table.name, (page - 1) * pageSize, pageSize));
  const turn = (next: number) => void navigate({ search: { page: next }, resetScroll: false });
  const trace = (key: string | undefined) =>
    void navigate({
      search: { ...(page > 1 ? { page } : {}), ...(key === undefined ? {} : { row: key }) },
      resetScroll: false,
    });
  return (
    <Section title={t('tables.preview')} help={t('tables.traceHelp')}>
      {row !== undefined && (
        <RowOriginPanel projectId={projectId} table={table.name} rowKey={row} onClose={() => trace(undefined)} />
      )}
      <Answer query={query} skeleton={<SkeletonLines lines={10} />}>
        {(rows) =>
          rows.total === 0 ? (
            <p>{t('tables.empty')}</p>
          ) : (
            <>
              <Rows table={table} rows={rows} traced={row} onTrace={trace} />
              <Pager page={page} size={pageSize} total={rows.total} onTurn={turn} />
            </>
          )
        }
      </Answer>
    </Section>
  );
}

function Rows({
  table,
  rows: { columns, rows },
  traced,
  onTrace,
}: {
  readonly table: Table;
  readonly rows: TableRows;
  /** Key of the row whose origin is shown. */
  readonly traced: string | undefined;
  readonly onTrace: (key: string) => void;
}) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  const keys = columns.flatMap(({ key }, c) => (key ? [c] : []));
  // Keys and years are names, not amounts: 2024 has no comma.
  const scales = columns.map(({ type, key }) => (key ? null : scaleOf(type)));
  const ofVersion = hasVersions(table) ? versionWords : {};
  const current = hasVersions(table) ? columns.findIndex(({ name }) => name === 'is_current') : -1;
  const numeric = columns.map((_, c) => c !== current && rows.some((row) => typeof row[c] === 'number'));
  const say = (value: Cell, c: number) => {
    if (value === null) return <span className={css.null}>{t('tables.null')}</span>;
    const word = ofVersion[columns[c]!.name]?.[String(value)];
    if (word) return <span title={String(value)}>{t(word)}</span>;
    const scale = scales[c] ?? null;
    return typeof value === 'number' && scale !== null ? fixed(value, scale) : String(value);
  };
  return (
    <ScrollArea className={`${sheet.scroll} ${css.scroll}`}>
      <table className={`${sheet.table} ${css.rows}`} aria-label={table.name}>
        <thead>
          <tr>
            <th scope="col">{t('tables.origin')}</th>
            {columns.map((column, c) => (
              <th key={column.name} scope="col" data-align={numeric[c] ? 'right' : undefined} title={column.type}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keys.map((c) => row[c]).join(',');
            return (
              <tr key={key} data-chosen={key === traced || undefined} data-past={row[current] === 0 || undefined}>
                <td className={css.trace}>
                  <ActionIcon size="sm" aria-label={t('tables.trace', { key })} onClick={() => onTrace(key)}>
                    <IconFileSearch size={15} aria-hidden />
                  </ActionIcon>
                </td>
                {columns.map((column, c) => (
                  <td key={column.name} data-align={numeric[c] ? 'right' : undefined}>
                    {say(row[c] ?? null, c)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** What days and flags of versions mean, by column and value. */
const versionWords: Record<
  string,
  Record<string, 'tables.always' | 'tables.noEnd' | 'tables.current' | 'tables.past'>
> = {
  valid_from: { [beginningOfTime]: 'tables.always' },
  valid_to: { [endOfTime]: 'tables.noEnd' },
  is_current: { 1: 'tables.current', 0: 'tables.past' },
};

/** Decimals of an amount: 2 of `decimal(18,2)`; null for types whose numbers may be names. */
function scaleOf(type: string): number | null {
  const scale = /^(?:decimal|numeric)\(\d+,\s*(\d+)\)$/i.exec(type)?.[1];
  return scale === undefined ? null : Number(scale);
}
