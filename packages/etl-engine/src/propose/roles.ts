import { InvalidInput } from '@tandem/data-model';
import { isKeyName, type ProfiledColumn, type ProfiledFile } from './profile-file.ts';
import type { Place, Relations } from './relations.ts';

/** A file of days: one row for each. `key` is the whole number that stands for the day, where it has one. */
export interface CalendarFile {
  readonly file: ProfiledFile;
  readonly day: ProfiledColumn;
  readonly key: ProfiledColumn;
}

/** A file with one row for each thing that others name. */
export interface DimensionFile {
  readonly file: ProfiledFile;
  readonly key: ProfiledColumn;
}

/** A file with one row for each item and day. */
export interface FactFile {
  readonly file: ProfiledFile;
  readonly item: ProfiledColumn;
  readonly day: ProfiledColumn;
  /** Rows whose item and day came before. */
  readonly repeats: number;
  /** Columns that name rows of dimension files. */
  readonly references: ReadonlyMap<ProfiledColumn, DimensionFile>;
}

export interface Roles {
  readonly calendar?: CalendarFile;
  readonly dimensions: readonly DimensionFile[];
  readonly facts: readonly FactFile[];
  readonly leftOut: readonly { readonly file: ProfiledFile; readonly why: string }[];
}

/** Share of rows that a key must tell apart; repeats within it are refused by name in a load. */
const shareThatIsUnique = 0.95;

/** Tells calendars, dimensions and facts apart. Throws InvalidInput where none of the files is a fact. */
export async function findRoles(files: readonly ProfiledFile[], relations: Relations): Promise<Roles> {
  const calendar = await findCalendar(files, relations);
  const others = files.filter((it) => it !== calendar?.file);
  const dimensions: DimensionFile[] = [];
  for (const file of others) {
    const key = await dimensionKey(file, others, relations);
    if (key) dimensions.push({ file, key });
  }
  const facts: FactFile[] = [];
  const leftOut: { file: ProfiledFile; why: string }[] = [];
  for (const file of others.filter((it) => !dimensions.some((d) => d.file === it))) {
    const fact = await factOf(file, dimensions, relations);
    if (typeof fact === 'string') leftOut.push({ file, why: fact });
    else facts.push(fact);
  }
  if (facts.length === 0) {
    const reasons = [
      ...leftOut.map(({ file, why }) => `${file.name}: ${why}`),
      ...dimensions.map(({ file }) => `${file.name}: one row for each ${file.columns[0]?.name}`),
    ];
    throw new InvalidInput(
      `No file has rows that an item and a day tell apart. ${reasons.join('; ')}.`,
      'Give a file with a row for each item and day: a column that names the item, a day as 2026-11-23, and numbers. Add up finer rows first.',
    );
  }
  return { ...(calendar ? { calendar } : {}), dimensions, facts, leftOut };
}

const isUnique = (column: ProfiledColumn, { rows }: ProfiledFile) =>
  column.empty === 0 && column.distinct === rows && rows > 1;

/** But for a few faulty rows. */
const isNearlyUnique = (column: ProfiledColumn, { rows }: ProfiledFile) =>
  column.distinct >= shareThatIsUnique * rows && rows > 1;

const isNearlyFull = ({ empty }: ProfiledColumn, { rows }: ProfiledFile) => empty <= (1 - shareThatIsUnique) * rows;

/** Those first that tell every row apart. */
const nearlyUnique = (file: ProfiledFile) =>
  file.columns
    .filter((it) => isNearlyUnique(it, file))
    .sort((a, b) => Number(isUnique(b, file)) - Number(isUnique(a, file)));

async function findCalendar(files: readonly ProfiledFile[], relations: Relations): Promise<CalendarFile | undefined> {
  for (const file of files) {
    const day = nearlyUnique(file).find((it) => it.type.kind === 'date');
    const numbers = file.columns.filter((it) => it !== day);
    if (!day || numbers.some((it) => it.type.kind !== 'integer' && it.type.kind !== 'flag')) continue;
    const key = nearlyUnique(file).find((it) => it.type.kind === 'integer') ?? day;
    for (const other of files.filter((it) => it !== file)) {
      for (const column of other.columns.filter((it) => it.type.kind === 'date')) {
        if (await relations.matches({ file: other, column }, { file, column: day })) return { file, day, key };
      }
    }
  }
  return undefined;
}

/** The column that other files name its rows by; in a file without days, else, the first that tells its rows apart. */
async function dimensionKey(
  file: ProfiledFile,
  files: readonly ProfiledFile[],
  relations: Relations,
): Promise<ProfiledColumn | undefined> {
  const keys = nearlyUnique(file).filter(canBeKey);
  for (const column of keys) {
    for (const other of files.filter((it) => it !== file)) {
      for (const from of other.columns) {
        if (isUnique(from, other)) continue;
        if (await refersTo({ file: other, column: from }, { file, column }, relations)) return column;
      }
    }
  }
  return file.columns.some((it) => it.type.kind === 'date') ? undefined : keys[0];
}

const canBeKey = ({ type }: ProfiledColumn) => type.kind === 'integer' || type.kind === 'text';

/** Numbers are found in any other numbers, so that columns of numbers must be of one name besides. */
async function refersTo(from: Place, to: Place, relations: Relations): Promise<boolean> {
  if (from.column.type.kind !== to.column.type.kind || !canBeKey(from.column)) return false;
  const alike = stem(from.column.name) === stem(to.column.name) || stem(from.column.name) === stem(baseOf(to.file));
  if (!alike && (from.column.type.kind !== 'text' || from.column.distinct < 3)) return false;
  return relations.matches(from, to);
}

/** `meter` of `meter_id` and of `meters`. */
export const stem = (name: string) => name.replace(/_(id|key|code|no|nr|number|name)$/, '').replace(/s$/, '');

/** The name of a file without folder and ending. */
export const baseOf = ({ name }: ProfiledFile) =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/(\.(csv|txt|tsv|json|jsonl|ndjson|parquet))?(\.(gz|zst|zip))?$/i, '')
    .toLowerCase();

async function factOf(
  file: ProfiledFile,
  dimensions: readonly DimensionFile[],
  relations: Relations,
): Promise<FactFile | string> {
  const days = file.columns.filter((it) => it.type.kind === 'date');
  if (days.length === 0) return 'it has neither a day nor a column that tells its rows apart';
  const references = new Map<ProfiledColumn, DimensionFile>();
  for (const column of file.columns) {
    for (const dimension of dimensions) {
      const to = { file: dimension.file, column: dimension.key };
      if (!references.has(column) && (await refersTo({ file, column }, to, relations)))
        references.set(column, dimension);
    }
  }
  const rank = (it: ProfiledColumn) => (references.has(it) ? 0 : isKeyName(it.name) ? 1 : 2);
  const items = file.columns
    .filter((it) => canBeKey(it) && isNearlyFull(it, file) && it.distinct < file.rows)
    .sort((a, b) => rank(a) - rank(b));
  let best = 0;
  for (const day of days) {
    for (const item of items) {
      const { found } = await relations.combinations(file, [item, day]);
      best = Math.max(best, found / file.rows);
      if (found >= shareThatIsUnique * file.rows) return { file, item, day, references, repeats: file.rows - found };
    }
  }
  return `no column tells with ${days.map((it) => it.name).join(' or ')} more than ${(100 * best).toFixed(0)} % of its rows apart`;
}
