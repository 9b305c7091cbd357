import { Button } from '@mantine/core';
import type { GridColumn } from './data-grid.tsx';

interface Act<Row> {
  /** What the button says, and the column to who cannot see it. */
  readonly title: string;
  /** The same with the row's name, for who hears one button after another. */
  readonly named: (row: Row) => string;
  readonly onAct: (row: Row) => void;
  /** Rows that have the button; all where it is missing. */
  readonly offered?: (row: Row) => boolean;
}

/** The last column of a grid: what can be done with a row. */
export function actColumn<Row>({ title, named, onAct, offered = () => true }: Act<Row>): GridColumn<Row> {
  return {
    id: 'act',
    title,
    isQuiet: true,
    align: 'right',
    cell: (it) =>
      offered(it) && (
        <Button variant="subtle" color="ink" aria-label={named(it)} onClick={() => onAct(it)}>
          {title}
        </Button>
      ),
  };
}
