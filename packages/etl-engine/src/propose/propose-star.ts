import { InvalidInput, StarDefinition } from '@tandem/data-model';
import { type StarProposal, schemaFaults } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { dropTable } from '@tandem/sql';
import { draftStar } from './draft-star.ts';
import { type FileToProfile, mostRecords, type ProfiledFile, profileFile } from './profile-file.ts';
import { proposedFiles } from './proposed-files.ts';
import { Relations } from './relations.ts';
import { findRoles } from './roles.ts';

/**
 * Proposes a star for files of any domain: what each file is, the types, keys and references of its columns, and what
 * is forecast, each beside what was counted. The star fits its files and passes `StarDefinition`; what the files mean,
 * their reader knows better, so it is there to be edited. Needs a DuckDB warehouse, which it leaves as it was.
 *
 * @param tableOf a name for a table of the warehouse, for the file of that place
 * @throws InvalidInput for a file that is no CSV, and where no file has rows that an item and a day tell apart
 */
export async function proposeStar(
  warehouse: Warehouse,
  files: readonly FileToProfile[],
  tableOf: (file: number) => string,
): Promise<StarProposal> {
  const tables = files.map((_, f) => tableOf(f));
  try {
    const profiled: ProfiledFile[] = [];
    for (const [f, file] of files.entries()) profiled.push(await profileFile(warehouse, file, tables[f]!));
    const relations = new Relations(warehouse);
    const roles = await findRoles(profiled, relations);
    const { star, uses, notes } = await draftStar(roles, relations);
    const checked = StarDefinition.safeParse(star, { reportInput: true });
    if (!checked.success) {
      const faults = schemaFaults(StarDefinition, checked.error.issues);
      throw new InvalidInput(
        `No star could be proposed from ${files.map((it) => it.name).join(', ')}: ${faults[0]?.at} must be ${faults[0]?.expected}, not ${faults[0]?.got}.`,
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
        ...(cut.length > 0 ? [`Of ${cut.join(', ')} the first ${mostRecords} records were looked at.`] : []),
      ],
    };
  } finally {
    for (const table of tables) await warehouse.run(dropTable(table));
  }
}
