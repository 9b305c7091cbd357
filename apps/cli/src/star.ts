import { writeFileSync } from 'node:fs';
import { InvalidInput, type Star } from '@tandem/data-model';
import { evidenceText } from './star-evidence.ts';
import { counted } from './terminal/numbers.ts';
import { untilStopped } from './until-stopped.ts';
import { withProject } from './with-project.ts';

/** Prints the star of the home's project; `tandem star show`. */
export async function showStar(): Promise<void> {
  const star = await withProject('tandem star show', ({ client }, projectId) =>
    client.getStar({ params: { projectId } }),
  );
  process.stdout.write(starText(star));
}

/** Gives the home's project another star; `tandem star set`. */
export async function setStar(star: Star): Promise<void> {
  const set = await withProject('tandem star set', ({ client }, projectId) =>
    client.setStar({ params: { projectId }, body: star }),
  );
  const { name, dimensions, facts, sources, training } = set;
  process.stdout.write(
    `The star is ${name}: ${counted(dimensions.length, 'dimension')}, ${counted(facts.length, 'fact')}; ` +
      `${training.target} of ${training.fact} is forecast by ${training.item}.\n` +
      `It takes files with these headers:\n${sources.map((it) => `  ${it.columns.map((c) => c.name).join(',')}\n`).join('')}`,
  );
}

/** Proposes a star for files, says why on standard error, and writes it; `tandem star propose`. */
export async function proposeStar(files: readonly string[], out: string | undefined): Promise<void> {
  const { proposeStarForFiles } = await import('@tandem/worker');
  const proposal = await untilStopped((signal) => proposeStarForFiles(files, { signal }));
  process.stderr.write(evidenceText(proposal));
  if (out === undefined) process.stdout.write(starText(proposal.star));
  else {
    try {
      writeFileSync(out, starText(proposal.star));
    } catch (cause) {
      throw new InvalidInput(
        `${out} cannot be written: ${(cause as Error).message}`,
        'Give a file that may be written.',
        {
          cause,
        },
      );
    }
  }
}

/** A star as a file holds it. */
function starText(star: Star): string {
  return `${JSON.stringify(star, null, 2)}\n`;
}
