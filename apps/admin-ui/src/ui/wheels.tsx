import css from './wheels.module.css';

/** The sign of Tandem: two wheels on one frame, the data rider's in teal, the model rider's in plum. */
export function Wheels({ width = 36 }: { readonly width?: number }) {
  return (
    <svg className={css.wheels} viewBox="0 0 36 20" width={width} height={(width * 20) / 36} aria-hidden="true">
      <path d="M9 12 L14.5 5 H24 L27 12 M14.5 5 L18 12 H9 M18 12 L24 5" className={css.frame} />
      <circle cx="8" cy="12" r="6" className={css.data} />
      <circle cx="28" cy="12" r="6" className={css.model} />
    </svg>
  );
}
