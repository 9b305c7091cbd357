import css from './wheels.module.css';

/** The sign of Tandem: two wheels on one frame, the data rider's in teal, the model rider's in plum. */
export function Wheels({ width = 40 }: { readonly width?: number }) {
  return (
    <svg className={css.wheels} viewBox="0 0 40 20" width={width} height={width / 2} aria-hidden="true">
      <path d="M8 12 L13.5 3.5 H26.5 L32 12 M13.5 3.5 L20 12 L26.5 3.5" className={css.frame} />
      <circle cx="8" cy="12" r="6.5" className={css.data} />
      <circle cx="32" cy="12" r="6.5" className={css.model} />
    </svg>
  );
}
