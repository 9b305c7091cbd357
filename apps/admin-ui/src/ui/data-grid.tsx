import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useRef } from 'react';
import css from './data-grid.module.css';
import { ScrollArea } from './scroll-area.tsx';
import { VirtualRows } from './virtual-rows.tsx';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

/** A column of a table; with `sort` its head is a button that orders the rows. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Said by screen readers alone, where what stands below needs no head. */
  readonly isQuiet?: boolean;
  /** Shown on hover over the head: what the figure means. */
  readonly help?: string;
  readonly align?: 'right';
  /** In characters, in a table whose rows are virtual: widths that do not follow from what is in sight. */
  readonly width?: number;
  readonly sort?: (row: Row) => string | number | undefined;
  readonly cell: (row: Row) => ReactNode;
}

/** A table of things: sticky head, figures at the right, hairlines between rows. Rows keep their order until a head is pressed. */
export function DataGrid<Row>({
  label,
  columns,
  rows,
  idOf,
  chosen,
  of = 'data',
  toneOf,
  dense,
  middle,
  virtual,
}: {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** Id of the row whose details are open. */
  readonly chosen?: string | undefined;
  /** The rider whose tone marks the chosen row. */
  readonly of?: 'data' | 'model';
  /** Sets a row apart, e.g. the ensemble. */
  readonly toneOf?: (row: Row) => string | undefined;
  /** Closer columns, for a table of many. */
  readonly dense?: boolean;
  /** For rows that hold fields or buttons: what stands beside them is level with them. */
  readonly middle?: boolean;
  /** As many rows as there are, as few as are seen: one line each, in a box that scrolls by itself. */
  readonly virtual?: boolean;
}) {
  const defs = useMemo(() => columns.map(definition), [columns]);
  const table = useTable({
    features,
    columns: defs as ColumnDef<typeof features, Row & object>[],
    data: rows as readonly (Row & object)[],
    getRowId: idOf,
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const box = useRef<HTMLDivElement>(null);
  const model = table.getRowModel().rows;
  const row = ({ id, original }: (typeof model)[number], index: number) => (
    <tr
      key={id}
      data-chosen={id === chosen || undefined}
      data-tone={toneOf?.(original)}
      aria-rowindex={virtual ? index + 2 : undefined}
    >
      {columns.map(({ id, align, cell }) => (
        <td key={id} data-align={align}>
          {cell(original)}
        </td>
      ))}
    </tr>
  );

  return (
    <ScrollArea ref={box} className={css.scroll} data-virtual={virtual || undefined}>
      <table
        className={css.grid}
        data-of={of}
        data-dense={dense || undefined}
        data-middle={middle || undefined}
        aria-label={label}
        aria-rowcount={virtual ? rows.length + 1 : undefined}
      >
        {virtual && (
          <colgroup>
            {columns.map(({ id, width }) => (
              <col key={id} style={width === undefined ? undefined : { width: `calc(${width}ch + 26px)` }} />
            ))}
          </colgroup>
        )}
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ id, column }) => {
                const { title, isQuiet, help, align, sort } = byId.get(id)!;
                const sorted = column.getIsSorted();
                return (
                  <th key={id} scope="col" data-align={align} title={help} aria-sort={ariaSort(sorted)}>
                    {sort ? (
                      <button type="button" className={css.sort} onClick={column.getToggleSortingHandler()}>
                        {title}
                        {sorted === 'asc' && <IconArrowUp size={13} aria-hidden />}
                        {sorted === 'desc' && <IconArrowDown size={13} aria-hidden />}
                      </button>
                    ) : isQuiet ? (
                      <VisuallyHidden>{title}</VisuallyHidden>
                    ) : (
                      title
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {virtual ? (
            <VirtualRows box={box} count={model.length} columns={columns.length}>
              {(index) => row(model[index]!, index)}
            </VirtualRows>
          ) : (
            model.map(row)
          )}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function definition<Row>({ id, sort }: GridColumn<Row>): ColumnDef<typeof features, Row & object> {
  return sort
    ? { id, accessorFn: (row: Row) => sort(row), sortFn: 'basic', sortUndefined: 'last' }
    : { id, enableSorting: false };
}

const ariaSort = (sorted: false | 'asc' | 'desc') =>
  sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined;
