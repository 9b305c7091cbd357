import { type Fault, type Star, StarDefinition } from '@tandem/data-model';
import { schemaFaults } from '@tandem/data-model/contract';
import { namePlaceOf, type Place, parseJson, placeOf, type Tree } from './json-place.ts';

/** What is wrong with a text that should be a star, and where in it. */
export interface PlacedFault extends Fault, Place {}

export type ReadStar =
  | { readonly star: Star; readonly faults: readonly [] }
  /** `syntax` is what the reader of JSON says, where it gave up. */
  | { readonly star: undefined; readonly faults: readonly PlacedFault[]; readonly syntax?: string };

/** A text as a star; or what does not fit, in the order of the text. */
export function readStar(text: string): ReadStar {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = firstError(text);
    return {
      star: undefined,
      syntax: (error as Error).message,
      faults: [{ at: '', expected: 'JSON', got: '', ...place }],
    };
  }
  const read = StarDefinition.safeParse(value, { reportInput: true });
  if (read.success) return { star: read.data, faults: [] };
  return { star: undefined, faults: placeFaults(text, schemaFaults(StarDefinition, read.error.issues)) };
}

/** Faults with their places in the text; those of a call name its body first. */
export function placeFaults(text: string, faults: readonly Fault[]): PlacedFault[] {
  const tree = parseJson(text);
  return faults
    .map((fault) => {
      const at = fault.at.replace(/^body\.?/, '');
      return { ...fault, at, ...placeOfFault(text, { ...fault, at }, tree) };
    })
    .sort((a, b) => a.from - b.from);
}

/** Of a field that should not be there its name is meant, not the object that has it. */
function placeOfFault(text: string, { at, expected, got }: Fault, tree: Tree): Place {
  const path = at === '' ? [] : at.split('.');
  const field = /^(?:only |no such field)/.test(expected) ? /^"([^"]+)"/.exec(got)?.[1] : undefined;
  return (field === undefined ? undefined : namePlaceOf(text, [...path, field], tree)) ?? placeOf(text, path, tree);
}

/** Where a text stops being JSON. */
function firstError(text: string): Place {
  let found: Place | undefined;
  parseJson(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) found ??= { from, to: Math.max(to, Math.min(from + 1, text.length)) };
    },
  });
  return found ?? { from: 0, to: text.length };
}
