import { writeFileSync } from 'node:fs';
import { InvalidInput, type Star } from '@tandem/data-model';
import { evidenceText } from './star-evidence.ts';
import { counted } from './terminal/numbers.ts';
import { untilStopped } from './until-stopped.ts';

/** What a project's star is now, and the files that it takes. */
export function setStarText({ name, dimensions, facts, sources, training }: Star): string {
  return (
    `The star is ${name}: ${counted(dimensions.length, 'dimension')}, ${counted(facts.length, 'fact')}; ` +
    `${training.target} of ${training.fact} is forecast by ${training.item}.\n` +
    `It takes files with these headers:\n${sources.map((it) => `  ${it.columns.map((c) => c.name).join(',')}\n`).join('')}`
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
export function starText(star: Star): string {
  return `${JSON.stringify(star, null, 2)}\n`;
}
