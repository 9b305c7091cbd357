import type { Table } from '@tandem/data-model/contract';

export interface StarBox {
  readonly table: Table;
  readonly x: number;
  readonly y: number;
}

export interface StarEdge {
  readonly from: string;
  readonly to: string;
  /** SVG path from the fact to the dimension. */
  readonly path: string;
}

export interface StarLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StarBox[];
  readonly edges: readonly StarEdge[];
}

export const boxWidth = 216;
export const boxHeight = 64;
const columnGap = 148;
const rowGap = 28;

/** Dimensions at the left, facts at the right, a line for each reference. */
export function layOutStar(tables: readonly Table[]): StarLayout {
  const columns = [tables.filter(({ kind }) => kind === 'dimension'), tables.filter(({ kind }) => kind === 'fact')];
  const tallest = Math.max(...columns.map(({ length }) => length), 1);
  const height = tallest * boxHeight + (tallest - 1) * rowGap;
  const boxes = columns.flatMap((column, c) => {
    const used = column.length * boxHeight + (column.length - 1) * rowGap;
    return column.map((table, i) => ({
      table,
      x: c * (boxWidth + columnGap),
      y: (height - used) / 2 + i * (boxHeight + rowGap),
    }));
  });
  return { width: 2 * boxWidth + columnGap, height, boxes, edges: edgesOf(boxes) };
}

function edgesOf(boxes: readonly StarBox[]): StarEdge[] {
  return boxes.flatMap((from) => {
    const targets = new Set(from.table.columns.map(({ references }) => references).filter((it) => it !== null));
    return [...targets].flatMap((name) => {
      const to = boxes.find(({ table }) => table.name === name);
      return to && to !== from ? [{ from: from.table.name, to: name, path: curve(from, to) }] : [];
    });
  });
}

function curve(from: StarBox, to: StarBox): string {
  const [x1, y1] = [from.x, from.y + boxHeight / 2];
  const [x2, y2] = [to.x + boxWidth, to.y + boxHeight / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
