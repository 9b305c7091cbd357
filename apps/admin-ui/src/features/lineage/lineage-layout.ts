import { type Layer, type LineageEdge, type LineageGraph, type LineageNode, layers } from './lineage-graph.ts';

export interface LineageBox {
  readonly node: LineageNode;
  readonly x: number;
  readonly y: number;
}

export interface LineageLine extends LineageEdge {
  /** SVG path from the right side of one box to the left side of the other. */
  readonly path: string;
}

export interface LineageLayout {
  readonly width: number;
  readonly height: number;
  readonly heads: readonly { readonly layer: Layer; readonly x: number }[];
  readonly boxes: readonly LineageBox[];
  readonly lines: readonly LineageLine[];
}

export const boxWidth = 152;
export const boxHeight = 40;
const headHeight = 28;
const columnGap = 44;
const rowGap = 16;
const laneGap = 24;

/**
 * A column for each layer that has anything; lines only ever go to the right. Dimensions stand above facts, so that what
 * goes past either has a way of its own; everything else stands around the middle.
 */
export function layOutLineage({ nodes, edges }: LineageGraph): LineageLayout {
  const columns = layers
    .map((layer) => ({ layer, list: nodes.filter((it) => it.layer === layer) }))
    .filter(({ list }) => list.length > 0);
  const heightIn = (layer: Layer) => heightOf(nodes.filter((it) => it.layer === layer).length);
  const height = Math.max(
    heightIn('dimension') + laneGap + heightIn('fact'),
    ...columns.map(({ list }) => heightOf(list.length)),
  );
  const top = ({ layer, list }: (typeof columns)[number]) => {
    const free = height - heightOf(list.length);
    return layer === 'dimension' ? 0 : layer === 'fact' ? free : free / 2;
  };
  const boxes = columns.flatMap((column, c) =>
    column.list.map((node, i) => ({
      node,
      x: c * (boxWidth + columnGap),
      y: headHeight + top(column) + i * (boxHeight + rowGap),
    })),
  );
  const at = new Map(boxes.map((box) => [box.node.id, box]));
  return {
    width: columns.length * (boxWidth + columnGap) - columnGap,
    height: headHeight + height,
    heads: columns.map(({ layer }, c) => ({ layer, x: c * (boxWidth + columnGap) })),
    boxes,
    lines: edges.flatMap((edge) => {
      const [from, to] = [at.get(edge.from), at.get(edge.to)];
      return from && to ? [{ ...edge, path: curve(from, to) }] : [];
    }),
  };
}

const heightOf = (count: number) => (count === 0 ? 0 : count * boxHeight + (count - 1) * rowGap);

/** From the right side of a box to the left side of another; past a column, along the height of what stands there. */
function curve(from: LineageBox, to: LineageBox): string {
  const [x1, y1] = [from.x + boxWidth, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  const bend = columnGap / 2;
  if (x2 - x1 <= columnGap) return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  // A table keeps its own lane; what leads to a table takes the lane of that table.
  const isTable = from.node.layer === 'dimension';
  const lane = isTable ? y1 : y2;
  const [a, b] = [x1 + columnGap, x2 - columnGap];
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${a - bend} ${lane} ${a} ${lane} L${b} ${lane} C${b + bend} ${lane} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
