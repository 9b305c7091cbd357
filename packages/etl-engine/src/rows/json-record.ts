import type { Source } from '@tandem/data-model';
import { comparable } from '../csv/header.ts';
import { plainNumber } from './plain-number.ts';

/** The fields of a JSON object in the order of a source, or the column that cannot be read; none where it is no object. */
export type JsonRecord = { readonly values: readonly string[] } | { readonly fault: string; readonly value: string };

/** A number as it was written, which a double may not hold. */
class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Parse = (text: string, reviver: (key: string, value: unknown, it: { source?: string }) => unknown) => unknown;

/** The number of the column that a key stands for; undefined where it is none of the source. */
export type KeyPlace = (key: string) => number | undefined;

/** Compares each key with the columns of a source once. */
export function keyPlaces(source: Source): KeyPlace {
  const places = new Map(source.columns.map((it, k) => [it.name, k]));
  const keys = new Map<string, number | undefined>();
  return (key) => {
    if (!keys.has(key) && keys.size < 10_000) keys.set(key, places.get(comparable(key)));
    return keys.get(key);
  };
}

/** Reads lines of JSON as records of a source; what an object lacks, or has as null, is an empty text. */
export function jsonRecords(source: Source, place: KeyPlace = keyPlaces(source)): (line: string) => JsonRecord {
  return (line) => {
    const object = parsed(line);
    if (!object) return { fault: '', value: line };
    const values = source.columns.map(() => '');
    const given = new Set<number>();
    for (const [key, value] of Object.entries(object)) {
      const k = place(key);
      if (k === undefined) continue;
      const column = source.columns[k]!;
      const text = textOf(value, column.type.kind === 'flag');
      if (text === undefined || given.has(k)) return { fault: column.name, value: line };
      given.add(k);
      values[k] = text;
    }
    return { values };
  };
}

/** The names in the objects of the first lines of a text, as they are compared. */
export function jsonNames(start: string): string[] {
  return start.split(/\r\n|\r|\n/).flatMap((line) => Object.keys(parsed(line) ?? {}).map(comparable));
}

/** Whether a text begins as JSON Lines do. */
export const isJson = (start: Uint8Array): boolean => start.find((it) => it !== 32 && (it < 9 || it > 13)) === 123;

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value = (JSON.parse as Parse)(line, (_, it, { source }) =>
      typeof it === 'number' ? new NumberText(source ?? String(it)) : it,
    );
    const isObject =
      typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function textOf(value: unknown, isFlag: boolean): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof NumberText) return plainNumber(value.text);
  if (typeof value === 'boolean') return isFlag ? String(Number(value)) : String(value);
  return undefined;
}
