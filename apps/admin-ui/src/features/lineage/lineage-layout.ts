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

/** A column for each layer that has anything, its boxes around the middle; lines only ever go to the right. */
export function layOutLineage({ nodes, edges }: LineageGraph): LineageLayout {
  const columns = layers
    .map((layer) => ({ layer, list: nodes.filter((it) => it.layer === layer) }))
    .filter(({ list }) => list.length > 0);
  const tallest = Math.max(...columns.map(({ list }) => heightOf(list.length)), 0);
  const boxes = columns.flatMap(({ list }, c) =>
    list.map((node, i) => ({
      node,
      x: c * (boxWidth + columnGap),
      y: headHeight + (tallest - heightOf(list.length)) / 2 + i * (boxHeight + rowGap),
    })),
  );
  const at = new Map(boxes.map((box) => [box.node.id, box]));
  return {
    width: columns.length * (boxWidth + columnGap) - columnGap,
    height: headHeight + tallest,
    heads: columns.map(({ layer }, c) => ({ layer, x: c * (boxWidth + columnGap) })),
    boxes,
    lines: edges.flatMap((edge) => {
      const [from, to] = [at.get(edge.from), at.get(edge.to)];
      return from && to ? [{ ...edge, path: curve(from, to) }] : [];
    }),
  };
}

const heightOf = (count: number) => count * boxHeight + (count - 1) * rowGap;

function curve(from: LineageBox, to: LineageBox): string {
  const [x1, y1] = [from.x + boxWidth, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  // Bends near both ends, so that a line past a column keeps clear of the boxes beside it for longer.
  const bend = columnGap;
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
