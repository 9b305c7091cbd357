import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject } from 'react';

/** One line of small text with its padding and its hairline. */
const rowHeight = 30;

/** The rows of a table that are in sight, and two of nothing which stand for those above and below. */
export function VirtualRows({
  box,
  count,
  columns,
  children,
}: {
  /** What scrolls. */
  readonly box: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly columns: number;
  readonly children: (index: number) => ReactNode;
}) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 560 },
  });
  const shown = rows.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <>
      {above > 0 && <Gap columns={columns} height={above} />}
      {shown.map(({ index }) => children(index))}
      {below > 0 && <Gap columns={columns} height={below} />}
    </>
  );
}

const Gap = ({ columns, height }: { readonly columns: number; readonly height: number }) => (
  <tr>
    <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
  </tr>
);
