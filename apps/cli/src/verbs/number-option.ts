import { InvalidArgumentError } from 'commander';

/** Parses a whole number from `least` to `most`, for commander. */
export const wholeNumber = (least: number, most?: number): ((text: string) => number) =>
  numberFrom({ kind: 'integer', least, ...(most === undefined ? {} : { most }) });

/** The range as a help text says it: `1 to 200`, `1 or more`. */
export const range = (least: number, most?: number): string =>
  most === undefined ? `${least} or more` : `${least} to ${most}`;

/** Parses a number of a range, whole or not, for commander. */
export function numberFrom({
  kind,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
}: {
  readonly kind: string;
  readonly least?: number;
  readonly most?: number;
}): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isNumber = text.trim() !== '' && (kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value));
    if (isNumber && value >= least && value <= most) return value;
    const limits =
      least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY
        ? ''
        : most === Number.POSITIVE_INFINITY
          ? `, ${least} or more`
          : least === Number.NEGATIVE_INFINITY
            ? `, at most ${most}`
            : `, ${least} to ${most}`;
    throw new InvalidArgumentError(`Give a ${kind === 'integer' ? 'whole ' : ''}number${limits}.`);
  };
}

/** Parses a share, 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a share from 0 to 1, such as 0.05.');
}
