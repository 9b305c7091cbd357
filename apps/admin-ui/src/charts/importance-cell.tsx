import css from './importance-cell.module.css';

const width = 220;
const height = 14;
const inset = 4;

export interface Reliance {
  readonly rise: number;
  readonly band: number;
}

/** One input's rise as a bar from zero, over its noise around zero; all rows of a table share the scale. */
export function ImportanceCell({
  rise,
  band,
  domain,
}: Reliance & {
  readonly domain: readonly [number, number];
}) {
  const zero = barX(0, domain);
  const [from, to] = [barX(-band, domain), barX(band, domain)];
  const end = barX(rise, domain);
  return (
    <svg className={css.cell} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <rect x={from} width={to - from} y={0} height={height} className={css.noise} />
      <rect x={Math.min(zero, end)} width={Math.abs(end - zero)} y={4} height={height - 8} className={css.bar} />
      <line x1={zero} x2={zero} y1={0} y2={height} className={css.zero} />
    </svg>
  );
}

/** Pixels from the left at which a value stands. */
export const barX = (value: number, [low, high]: readonly [number, number]): number =>
  inset + ((value - low) / (high - low)) * (width - 2 * inset);

/** The scale of a table: all bars and the noise around zero. */
export function importanceDomain(inputs: readonly Reliance[]): [number, number] {
  const low = Math.min(0, ...inputs.map(({ rise, band }) => Math.min(rise, -band)));
  const high = Math.max(0, ...inputs.map(({ rise, band }) => Math.max(rise, band)));
  return high > low ? [low, high] : [0, 1];
}
