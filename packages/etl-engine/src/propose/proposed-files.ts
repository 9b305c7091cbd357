import { type ColumnType, counted } from '@tandem/data-model';
import type { ProposedFile } from '@tandem/data-model/contract';
import type { ProfiledColumn, ProfiledFile } from './profile-file.ts';
import type { Roles } from './roles.ts';

/** What each file was taken for and why, with what was counted of its columns. */
export function proposedFiles(
  { calendar, dimensions, facts, leftOut }: Roles,
  uses: ReadonlyMap<ProfiledColumn, string>,
): ProposedFile[] {
  const told = (file: ProfiledFile, role: ProposedFile['role'], why: string): ProposedFile => ({
    name: file.name,
    rows: file.rows,
    isCut: file.isCut,
    role,
    why,
    columns: file.columns.map(({ type, text: _, value: __, ...profile }, c) => ({
      ...profile,
      type: inWords(type),
      use: role === 'left out' ? 'left out' : (uses.get(file.columns[c]!) ?? 'left out'),
    })),
  });
  return [
    ...(calendar
      ? [told(calendar.file, 'calendar', `one row for each ${calendar.day.name}, which other files name`)]
      : []),
    ...dimensions.map(({ file, key }) =>
      told(file, 'dimension', `${key.name} is different in each of ${counted(file.rows, 'row')}`),
    ),
    ...facts.map(({ file, item, day, repeats }) => {
      const apart = `${item.name} and ${day.name} tell ${file.rows - repeats} of ${counted(file.rows, 'row')} apart`;
      return told(file, 'fact', apart);
    }),
    ...leftOut.map(({ file, why }) => told(file, 'left out', why)),
  ];
}

function inWords(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  return type.kind === 'text' ? `text(${type.length})` : type.kind;
}
