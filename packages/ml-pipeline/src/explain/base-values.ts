import type { Covariate } from '@tandem/data-model';
import type { CovariateCode } from '../frame/covariate-codes.ts';
import type { StaticCode } from '../regression/panel.ts';

/**
 * An input and the value against which its part is told: the most common level in training, or the mean (of the
 * logarithms, where the model takes them). An input that the model has no use for gets 0.
 */
export interface BasedInput {
  /** As given, with the base among its levels. */
  readonly input: Covariate;
  readonly base: number;
  readonly text: string;
}

export function withBase(input: Covariate, code: CovariateCode | StaticCode | undefined): BasedInput {
  if (!code) return { input, base: 0, text: '' };
  if (!('levels' in code)) {
    const base = code.log ? Math.exp(code.mean) : code.mean;
    return { input, base, text: String(Number(base.toPrecision(6))) };
  }
  const text = code.levels[0]!;
  if (!input.levels) return { input, base: Number(text), text };
  const levels = input.levels.includes(text) ? input.levels : [...input.levels, text];
  return { input: { ...input, levels }, base: levels.indexOf(text), text };
}
