import { type Star, StarDefinition } from '@tandem/data-model';

/** Wide enough for a column of a table on one line. */
const lineWidth = 110;

/**
 * A star as text to read and edit: JSON, small things on one line, and nothing that is so anyway. Two stars that mean the
 * same give the same text.
 */
export const starText = (star: Star): string => `${printed(shortened(StarDefinition.parse(star)), '')}\n`;

function printed(value: unknown, indent: string): string {
  const inline = oneLine(value);
  if (indent !== '' && inline.length + indent.length <= lineWidth) return inline;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((it) => inner + printed(it, inner)).join(',\n')}\n${indent}]`;
  }
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).map(([name, it]) => `${inner}${JSON.stringify(name)}: ${printed(it, inner)}`);
    return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
  }
  return inline;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).map(([name, it]) => `${JSON.stringify(name)}: ${oneLine(it)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** Without the defaults that would only make it longer. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, it]) => !isDefault(name, it))
      .map(([name, it]) => [name, shortened(it)]),
  );
}

function isDefault(name: string, value: unknown): boolean {
  if (name === 'description') return value === '';
  if (name === 'kind') return value === 'dimension' || value === 'fact';
  return name === 'physical' && oneLine(value) === oneLine({ redshift: { distribution: 'auto', sortKey: [] } });
}
