import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import css from './data-grid.module.css';
import { ScrollArea } from './scroll-area.tsx';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

/** A column of a table; with `sort` its head is a button that orders the rows. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Shown on hover over the head: what the figure means. */
  readonly help?: string;
  readonly align?: 'right';
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
}) {
  const defs = useMemo(() => columns.map(definition), [columns]);
  const table = useTable({
    features,
    columns: defs as ColumnDef<typeof features, Row & object>[],
    data: rows as readonly (Row & object)[],
    getRowId: idOf,
  });
  const byId = new Map(columns.map((column) => [column.id, column]));

  return (
    <ScrollArea className={css.scroll}>
      <table className={css.grid} data-of={of} data-dense={dense || undefined} aria-label={label}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ id, column }) => {
                const { title, help, align, sort } = byId.get(id)!;
                const sorted = column.getIsSorted();
                return (
                  <th key={id} scope="col" data-align={align} title={help} aria-sort={ariaSort(sorted)}>
                    {sort ? (
                      <button type="button" className={css.sort} onClick={column.getToggleSortingHandler()}>
                        {title}
                        {sorted === 'asc' && <IconArrowUp size={13} aria-hidden />}
                        {sorted === 'desc' && <IconArrowDown size={13} aria-hidden />}
                      </button>
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
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} data-chosen={row.id === chosen || undefined} data-tone={toneOf?.(row.original)}>
              {columns.map(({ id, align, cell }) => (
                <td key={id} data-align={align}>
                  {cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
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
