import { counted, InvalidInput, StarDefinition } from '@tandem/data-model';
import { type StarProposal, schemaFaults } from '@tandem/data-model/contract';
import { dropTable } from '@tandem/sql';
import { draftStar } from './draft-star.ts';
import { mostRecords, type ProfiledFile, profileFile } from './profile-file.ts';
import { proposedFiles } from './proposed-files.ts';
import { type FileToProfile, type ProposeDeps, readTexts, type TextTable } from './read-texts.ts';
import { Relations } from './relations.ts';
import { findRoles } from './roles.ts';

/**
 * Proposes a star for files of any domain, in every form that loads read: what each file is, the types, keys and
 * references of its columns, and what is forecast, each beside what was counted. The star fits its files and passes
 * `StarDefinition`; what the files mean, their reader knows better, so it is there to be edited.
 *
 * @throws UnreadableFile; InvalidInput where no file has rows that an item and a day tell apart
 */
export async function proposeStar(files: readonly FileToProfile[], deps: ProposeDeps): Promise<StarProposal> {
  const { warehouse } = deps;
  const made: string[] = [];
  try {
    const tables = await readTexts(files, mostRecords + 1, deps, (it) => made.push(it));
    const profiled: ProfiledFile[] = [];
    for (const table of tables) profiled.push(await profileFile(warehouse, table));
    const relations = new Relations(warehouse);
    const roles = await findRoles(profiled, relations);
    const { star, uses, notes } = await draftStar(roles, relations);
    const checked = StarDefinition.safeParse(star, { reportInput: true });
    if (!checked.success) {
      const faults = schemaFaults(StarDefinition, checked.error.issues);
      throw new InvalidInput(
        `No star could be proposed from ${files.map((it) => it.file.name).join(', ')}: ${faults[0]?.at} must be ${faults[0]?.expected}, not ${faults[0]?.got}.`,
        'Write the star by hand; docs/your-star.md says how.',
        { faults },
      );
    }
    const cut = profiled.filter((it) => it.isCut).map((it) => it.name);
    return {
      star: checked.data,
      files: proposedFiles(roles, uses),
      references: relations.found,
      notes: [
        ...notes,
        ...profiled
          .filter((it) => it.unfit.length > 0)
          .map(
            (it) =>
              `${it.name}: rename ${it.unfit.map((u) => `"${u}"`).join(', ')} to use it; such names are left out.`,
          ),
        ...tables.flatMap(faultsIn),
        ...files.flatMap((it) => kindsIn(it, tables)),
        ...(cut.length > 0 ? [`Of ${cut.join(', ')} the first ${mostRecords} records were looked at.`] : []),
      ],
    };
  } finally {
    for (const table of made) await warehouse.run(dropTable(table));
  }
}

function faultsIn({ name, faulty }: TextTable): string[] {
  if (faulty === 0) return [];
  return [`${counted(faulty, 'record')} of ${name} could not be read; a load refuses such records by line and reason.`];
}

function kindsIn({ file: { name } }: FileToProfile, tables: readonly TextTable[]): string[] {
  const kinds = tables.filter((it) => it.name.startsWith(`${name}/`)).length;
  if (kinds < 2) return [];
  return [`${name} holds files of ${kinds} kinds; a load takes those of one kind, so pack each by itself.`];
}
