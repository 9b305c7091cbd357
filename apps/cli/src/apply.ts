import { createInterface } from 'node:readline/promises';
import { Conflict, InvalidInput } from '@tandem/data-model';
import { isToDo, planProject, type Step } from '@tandem/data-model/project-file';
import { converge, namesOf } from './project-file/converge.ts';
import { planText } from './project-file/plan-text.ts';
import { readExisting } from './project-file/read-existing.ts';
import { readProjectFile } from './project-file/read-project-file.ts';
import { withServer } from './with-server.ts';

export interface ApplyOptions {
  readonly file: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Makes of a project what a file says, once a person has seen the plan; `tandem apply`. */
export async function apply({ file: name, dryRun, yes, json }: ApplyOptions): Promise<void> {
  const file = readProjectFile(name);
  await withServer('tandem apply', async (job) => {
    const plan = planProject(file, await readExisting(job.client, namesOf(file)));
    const say = (steps: readonly Step[], applied: boolean) =>
      process.stdout.write(json ? `${JSON.stringify({ applied, steps }, null, 2)}\n` : planText(steps));
    const isDone = dryRun || !plan.some(isToDo);
    if (isDone || !json) say(plan, false);
    refuseImpossible(name, plan);
    if (isDone) return;
    if (!yes && !(await isApproved(job.signal)))
      throw new Conflict('It was not approved; nothing was done.', approving);
    const left = await converge(job, file, plan);
    say(left, true);
    refuseImpossible(name, left);
  });
}

const approving = 'Answer y, or give --yes where nobody can be asked; --dry-run only shows the plan.';

function refuseImpossible(name: string, plan: readonly Step[]): void {
  const refused = plan.filter((it) => it.change === 'refuse');
  if (refused.length === 0) return;
  const things = refused.map((it) => `the ${it.noun} ${it.name}`).join(', ');
  throw new Conflict(`${name} asks for what cannot be: ${things}.`, refused.map((it) => it.why).join(' '));
}

async function isApproved(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InvalidInput('Nobody can be asked whether this is to be done: standard input is no terminal.', approving);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question('Do this? [y/N] ', { signal })).trim());
  } finally {
    terminal.close();
  }
}
