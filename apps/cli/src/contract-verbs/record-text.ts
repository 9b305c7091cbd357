import { aligned } from '../terminal/aligned.ts';
import { count, small } from '../terminal/numbers.ts';
import { kebab } from './inputs-of.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Any record as text: a line for each field, those of records within it by their path, and below them a table for each
 * list of records, within the width of a terminal where one is given.
 */
export function recordText(reply: unknown, width?: number): string {
  // The last page of a list says that there is no other.
  if (isFields(reply) && reply.next === null) {
    const { next: _, ...page } = reply;
    return recordText(page, width);
  }
  if (!isFields(reply)) return `${Array.isArray(reply) ? sections('', reply, width).join('\n\n') : textOf(reply)}\n`;
  const lines = linesOf(reply);
  const lists = listsOf(reply);
  const [only] = lists;
  const alone = lines.length === 0 && lists.length === 1 && only;
  if (alone) return `${only[1].length === 0 ? `no ${only[0]}` : tableOf(only[1], width)}\n`;
  return `${[...(lines.length > 0 ? [aligned(lines, 2)] : []), ...lists.flatMap(([name, rows]) => sections(name, rows, width))].join('\n\n')}\n`;
}

const sections = (name: string, rows: readonly unknown[], width: number | undefined): string[] =>
  rows.length === 0 ? [] : [[...(name ? [name] : []), tableOf(rows, width)].join('\n')];

function linesOf(fields: Fields, path = ''): string[][] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const at = `${path}${kebab(name)}`;
    if (isRecords(value)) return [];
    if (isFields(value) && path.split('.').length < 3) return linesOf(value, `${at}.`);
    // A port is a name among numbers, and no count.
    return [[at, name === 'port' ? String(value) : textOf(value)]];
  });
}

function listsOf(fields: Fields, path = ''): [string, readonly Fields[]][] {
  return Object.entries(fields).flatMap(([name, value]): [string, readonly Fields[]][] => {
    const at = `${path}${kebab(name)}`;
    if (isRecords(value)) return [[at, value]];
    return isFields(value) && path.split('.').length < 3 ? listsOf(value, `${at}.`) : [];
  });
}

const mostCell = 60;

/** Records as a table of the fields that any of them fills with a plain value; numbers to the right. */
function tableOf(rows: readonly unknown[], width: number | undefined): string {
  const records = rows.map((it) => (isFields(it) ? it : { value: it }));
  const names = [...new Set(records.flatMap((it) => Object.keys(it)))].filter((name) =>
    records.some((it) => isPlain((it as Fields)[name])),
  );
  const isNumber = (name: string) =>
    records.every((it) => ['number', 'undefined'].includes(typeof ((it as Fields)[name] ?? undefined)));
  const ordered = [...names.filter((it) => !isNumber(it)), ...names.filter(isNumber)];
  const cell = (value: unknown) => cut(isPlain(value) ? textOf(value) : '');
  return aligned(
    [ordered.map(kebab), ...records.map((it) => ordered.map((name) => cell((it as Fields)[name])))],
    ordered.filter((it) => !isNumber(it)).length,
    width,
  );
}

const cut = (text: string) => (text.length > mostCell ? `${text.slice(0, mostCell - 1)}…` : text);
const isPlain = (value: unknown) => value !== null && value !== undefined && typeof value !== 'object';
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isRecords = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.length > 0 && value.every(isFields);

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return Math.abs(value) < 1 ? small(value) : count(value);
  if (Array.isArray(value) && value.length === 0) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
