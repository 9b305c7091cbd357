import type { Fault } from '../errors.ts';
import { fillStretches, type Transformations } from './transformations.ts';

/** What a job's transformations can name. */
export interface TransformedColumns {
  readonly target: string;
  readonly known: readonly TransformedColumn[];
  readonly past: readonly TransformedColumn[];
}

interface TransformedColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'category';
}

/** What transformations ask of columns that are not there, or that those cannot do; `at` begins at the job. */
export function transformationFaults(
  { filling, aggregation }: Transformations,
  { target, known, past }: TransformedColumns,
): Fault[] {
  const faults: Fault[] = [];
  const names = [target, ...[...known, ...past].map((it) => it.name)];
  const kindOf = (name: string) => [...known, ...past].find((it) => it.name === name)?.kind ?? 'numeric';
  const isKnown = (name: string) => known.some((it) => it.name === name);

  for (const [name, given] of Object.entries(filling)) {
    const at = `transformations.filling.${name}`;
    if (!names.includes(name)) {
      faults.push({ at, expected: `one of ${names.join(', ')}`, got: name });
      continue;
    }
    if (given.frontfill && name !== target) {
      faults.push({ at: `${at}.frontfill`, expected: `given for ${target} alone`, got: given.frontfill });
    }
    if (given.futurefill && !isKnown(name)) {
      faults.push({ at: `${at}.futurefill`, expected: 'given for known covariates alone', got: given.futurefill });
    }
    for (const stretch of fillStretches) {
      const text = given[`${stretch}_value`];
      if (kindOf(name) === 'category' && given[stretch] && given[stretch] !== 'value') {
        faults.push({ at: `${at}.${stretch}`, expected: 'value, as for every category', got: given[stretch] });
      } else if (kindOf(name) === 'numeric' && text !== undefined && !isNumber(text)) {
        faults.push({ at: `${at}.${stretch}_value`, expected: 'a number', got: text });
      }
    }
  }
  for (const [name, how] of Object.entries(aggregation)) {
    const at = `transformations.aggregation.${name}`;
    if (!names.includes(name)) faults.push({ at, expected: `one of ${names.join(', ')}`, got: name });
    else if (kindOf(name) === 'category' && how !== 'first') {
      faults.push({ at, expected: 'first, as for every category', got: how });
    }
  }
  return faults;
}

const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
