import { CommanderError } from 'commander';
import { expect, it, vi } from 'vitest';
import { createProgram } from './program.ts';
import { exitCodes } from './report-error.ts';

/** What a wrong command line is told, before anything is done. */
async function complaint(...args: string[]): Promise<string> {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await createProgram(args).parseAsync(args, { from: 'user' });
    return 'nothing';
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode === 0) throw error;
    return said.mock.calls.join('\n');
  } finally {
    said.mockRestore();
  }
}

const forecast = ['forecast', 'run', '--train', 't.csv', '--future', 'f.csv', '--out', 'o.csv'];

it.each([
  ['an unknown verb', ['fly'], /unknown command 'fly'/],
  ['a number that is none', ['start', '--stores', 'many'], /Give a whole number/],
  ['files for a start that makes nothing', ['start', '--empty', '--data', '.'], /cannot be used with/],
  ['a missing option', ['load'], /required option '--data <dir>'/],
  ['no folder for what was refused', ['rejects'], /required option '--out/],
  ['a choice that there is not', ['completion', 'tcsh'], /tcsh/],
  ['a flag of no field', ['training', 'start', '--speed', '5'], /unknown option '--speed'/],
  ['a share above one', ['load', '--data', '.', '--max-reject-share', '5'], /Give a share from 0 to 1/],
])('refuses %s', async (_, args, sentence) => {
  expect(await complaint(...args)).toMatch(sentence);
});

it.each([
  [['--frequency', 'Q1', '--horizon', '4'], 'Give min, H, D, W, M, Q or Y'],
  [['--frequency', 'D', '--horizon', '501'], 'Give a whole number, 1 to 500.'],
  [['--frequency', 'D', '--horizon', '4', '--quantiles', 'p50,q7'], 'not q7'],
  [['--frequency', 'D', '--horizon', '4', '--preset', 'quick'], 'Allowed choices are fast, balanced, best'],
])('refuses a forecast with %j', async (args, sentence) => {
  expect(await complaint(...forecast, ...args)).toContain(sentence);
});

it('lets a flag of a change be taken back', () => {
  const args = ['users', 'change'];
  const change = createProgram(args)
    .commands.find((it) => it.name() === 'users')!
    .commands.find((it) => it.name() === 'change')!;

  change.parseOptions(['--no-disabled']);

  expect(change.opts()).toMatchObject({ disabled: false });
  expect(exitCodes.usage).toBe(2);
});
