import type { Covariate, TrainingFrame } from '@tandem/data-model';

/** How one known covariate enters the models, learned from a panel and kept with the model. */
export type CovariateCode =
  | {
      readonly kind: 'levels';
      readonly name: string;
      /** Text of each level; the first is the base, which has code 0 and no effect of its own. */
      readonly levels: readonly string[];
    }
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly log: boolean;
      readonly mean: number;
      readonly sd: number;
    };

/**
 * A covariate's rows in code, in shared memory: for levels a small integer (0 also where missing), in a byte; for
 * numbers a standardised value.
 */
export type CodedCovariate = { readonly levels: number; readonly values: CodedValues };
export type CodedValues = Float64Array | Uint8Array;

/**
 * The name under which absence is coded: rows where every known covariate is missing but those of the calendar. Not a
 * name that a column can have.
 */
export const absence = '\u0000absent';

const mostLevels = 24;
const mostNumbersAsLevels = 12;

/**
 * Decides for each known covariate whether it is a set of levels (text, or at most twelve different whole numbers) or
 * a number. A column with one value is left out. Rows where all are missing, if there are some, get an indicator of
 * their own: a day that no covariate knows is a day without trade.
 */
export function learnCodes(frame: TrainingFrame): CovariateCode[] {
  const codes: CovariateCode[] = [];
  for (const covariate of frame.known) {
    const code = learnCode(covariate);
    if (code) codes.push(code);
  }
  if (frame.known.some((it) => !it.ofCalendar)) {
    const absent = codeAbsence(frame);
    let count = 0;
    for (const it of absent.values) count += it;
    if (count > 0 && count < absent.values.length) codes.push({ kind: 'levels', name: absence, levels: ['0', '1'] });
  }
  return codes;
}

function learnCode({ name, levels, values }: Covariate): CovariateCode | undefined {
  const counts = new Map<number, number>();
  let whole = true;
  let positive = true;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (counts.size <= 4096) counts.set(value, (counts.get(value) ?? 0) + 1);
    whole &&= Number.isInteger(value);
    positive &&= value > 0;
    count++;
  }
  if (counts.size < 2) return undefined;
  if (levels || (whole && counts.size <= mostNumbersAsLevels) || counts.size === 2) {
    const byCount = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostLevels);
    return { kind: 'levels', name, levels: byCount.map(([value]) => levels?.[value] ?? String(value)) };
  }
  const log = positive;
  let mean = 0;
  for (const value of values) if (!Number.isNaN(value)) mean += (log ? Math.log(value) : value) / count;
  let variance = 0;
  for (const value of values)
    if (!Number.isNaN(value)) variance += ((log ? Math.log(value) : value) - mean) ** 2 / count;
  return { kind: 'number', name, log, mean, sd: Math.sqrt(variance) || 1 };
}

/**
 * The frame's known covariates in the codes of a model, in their order; a column that is not there is all base.
 * O(rows * codes).
 */
export function codeCovariates(frame: TrainingFrame, codes: readonly CovariateCode[]): CodedCovariate[] {
  return codes.map((code) => {
    if (code.name === absence) return codeAbsence(frame);
    const covariate = frame.known.find((it) => it.name === code.name);
    const rows = frame.target.length;
    if (code.kind === 'number') {
      const values = new Float64Array(new SharedArrayBuffer(8 * rows));
      const { log, mean, sd } = code;
      if (covariate) {
        for (let r = 0; r < values.length; r++) {
          const raw = covariate.values[r]!;
          const value = ((log ? Math.log(Math.max(raw, 1e-12)) : raw) - mean) / sd;
          values[r] = !Number.isNaN(value) ? Math.min(Math.max(value, -8), 8) : 0;
        }
      }
      return { levels: 0, values };
    }
    const values = new Uint8Array(new SharedArrayBuffer(rows));
    if (covariate) {
      const codeOf = levelCodes(covariate, code.levels);
      for (let r = 0; r < values.length; r++) values[r] = codeOf(covariate.values[r]!);
    }
    return { levels: code.levels.length, values };
  });
}

function levelCodes({ levels, values }: Covariate, wanted: readonly string[]): (value: number) => number {
  const byText = new Map(wanted.map((text, k) => [text, k]));
  if (levels) {
    const table = levels.map((text) => byText.get(text) ?? 0);
    return (value) => (!Number.isNaN(value) ? (table[value] ?? 0) : 0);
  }
  const byNumber = new Map<number, number>();
  for (const [text, k] of byText) byNumber.set(Number(text), k);
  return values.length > 0 ? (value) => byNumber.get(value) ?? 0 : () => 0;
}

function codeAbsence(frame: TrainingFrame): CodedCovariate {
  const values = new Uint8Array(new SharedArrayBuffer(frame.target.length));
  const known = frame.known.filter((it) => !it.ofCalendar);
  for (let r = 0; r < values.length; r++) {
    let absent = known.length > 0;
    for (const it of known) absent &&= Number.isNaN(it.values[r]!);
    values[r] = absent ? 1 : 0;
  }
  return { levels: 2, values };
}
