import type { ComponentProps } from 'react';
import { Answer } from '../../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../../ui/data-grid.tsx';
import { EmptyPlace } from '../../../ui/empty-place.tsx';

/** Things of a domain as a table in which one can be chosen, or what to do where there are none. */
export function ThingsGrid<Row extends { readonly id: string }>({
  query,
  label,
  columns,
  chosen,
  none,
  noneNext,
}: {
  readonly query: ComponentProps<typeof Answer<Row[]>>['query'];
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly chosen: string | undefined;
  readonly none: string;
  readonly noneNext: string;
}) {
  return (
    <Answer query={query}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyPlace of="both" title={none} next={noneNext} />
        ) : (
          <DataGrid label={label} columns={columns} rows={rows} idOf={({ id }) => id} chosen={chosen} />
        )
      }
    </Answer>
  );
}
