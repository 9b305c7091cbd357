import css from './dot-cell.module.css';

const width = 68;
const height = 12;
const inset = 6;

/** One value as a dot on a scale that all rows of a table share; a tick marks the baseline. Lower is further left. */
export function DotCell({
  value,
  domain,
  baseline,
  filled = false,
}: {
  readonly value: number;
  readonly domain: readonly [number, number];
  readonly baseline?: number | null;
  readonly filled?: boolean;
}) {
  return (
    <svg className={css.cell} width={width} height={height} aria-hidden="true">
      <line x1={inset} x2={width - inset} y1={height / 2} y2={height / 2} className={css.axis} />
      {baseline != null && (
        <line x1={dotX(baseline, domain)} x2={dotX(baseline, domain)} y1={1} y2={height - 1} className={css.baseline} />
      )}
      <circle cx={dotX(value, domain)} cy={height / 2} r={4} className={filled ? css.filled : css.dot} />
    </svg>
  );
}

/** Pixels from the left at which a value's dot stands. */
export function dotX(value: number, [low, high]: readonly [number, number]): number {
  const share = high > low ? (value - low) / (high - low) : 0.5;
  return inset + Math.min(Math.max(share, 0), 1) * (width - 2 * inset);
}

/** The scale of a column: from the lowest to the highest of its values. */
export function dotDomain(values: readonly (number | null)[]): [number, number] {
  const known = values.filter((it) => it !== null);
  return known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1];
}
