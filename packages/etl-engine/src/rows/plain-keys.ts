import type { ObjectKey } from '../csv/record-kernel.ts';
import type { KeyPlace } from './json-record.ts';

/** A key, its value, and what follows, in a line that is known to be JSON. */
const member = /[ \t]*"([^"\\]*)"[ \t]*:[ \t]*(?:"[^"\\]*"|-?\d+(?:\.\d+)?|true|false|null)[ \t]*([,}])/y;

/** The keys of a line of JSON in their order, where it is a flat object without escapes that has none twice; else undefined. */
export function plainKeys(line: string, place: KeyPlace): readonly ObjectKey[] | undefined {
  const keys = new Map<string, ObjectKey>();
  member.lastIndex = line.indexOf('{') + 1;
  for (;;) {
    const [, key, next] = member.exec(line) ?? [];
    if (key === undefined || keys.has(key)) return undefined;
    keys.set(key, { key, column: place(key) });
    if (next === '}') return [...keys.values()];
  }
}
