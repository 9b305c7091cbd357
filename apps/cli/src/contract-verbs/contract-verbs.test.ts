import { type Operation, operation, operations } from '@tandem/data-model/contract';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createProgram } from '../program.ts';
import { addContractVerbs } from './add-contract-verbs.ts';
import { dryRunText } from './dry-run.ts';
import { getterOf } from './getter-of.ts';
import { listOf } from './ids-of-names.ts';
import { inputsOf } from './inputs-of.ts';
import { isFitted } from './is-fitted.ts';
import { checkCall, readCall } from './read-call.ts';
import { recordText } from './record-text.ts';
import { texts } from './texts.ts';
import { verbOf, writtenByHand } from './verb-of.ts';

const all: readonly Operation[] = Object.values(operations);
const commandAt = (program: Command, words: readonly string[]) =>
  words.reduce<Command | undefined>((at, word) => at?.commands.find((it) => it.name() === word), program);
const leaves = (command: Command, path: readonly string[] = []): string[] =>
  command.commands.length === 0 ? [path.join(' ')] : command.commands.flatMap((it) => leaves(it, [...path, it.name()]));

it('has one verb for every operation, and no verb for two', () => {
  const words = all.map((it) => verbOf(it).join(' '));

  expect(words.filter((it, n) => words.indexOf(it) !== n)).toEqual([]);
  expect(words.filter((it) => !/^[a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*)?$/.test(it))).toEqual([]);
  const program = createProgram([]);
  expect(all.filter((it) => !commandAt(program, verbOf(it))).map((it) => it.id)).toEqual([]);
});

it('shows as wide as the terminal what it offers to show whole', () => {
  const flagsOf = (noun: string) => commandAt(createProgram([noun]), [noun, 'list'])!.options.map(({ long }) => long);
  const ownText = all.filter((it) => isFitted(it) && texts[it.id]).map(({ id }) => id);

  expect([flagsOf('projects').includes('--wide'), flagsOf('tables').includes('--wide')]).toEqual([true, false]);
  expect(ownText.sort()).toEqual(['listAuditEvents', 'listDomainAuditEvents', 'listLoads', 'listUploads']);
  const text = recordText({ things: [{ id: 'thg_1', name: 'x', text: 'y'.repeat(100) }] }, 30);
  expect(text).toBe('id     name  text\nthg_1  x     yyyyyyyyyyyyyyyy…\n');
});

it('generates no verb that is written by hand for something else', () => {
  const program = createProgram([]);
  const generated = new Command();
  addContractVerbs(generated, operations, []);
  const byHand = leaves(program).filter((it) => !leaves(generated).includes(it));

  expect(byHand).toEqual(expect.arrayContaining(Object.values(writtenByHand).map((it) => it.join(' '))));
  const ids = Object.keys(operations);
  expect(Object.keys(writtenByHand).filter((it) => !ids.includes(it))).toEqual([]);
  const names = all.filter((it) => !(it.id in writtenByHand)).map((it) => verbOf(it).join(' '));
  expect(names.filter((it) => byHand.includes(it))).toEqual([]);
});

it.each([
  ['listLoads', 'loads list'],
  ['getBatchForecast', 'batch-forecasts show'],
  ['createDomainUnit', 'domain-units create'],
  ['updateUser', 'users change'],
  ['streamJob', 'jobs watch'],
  ['setAccessPolicy', 'access-policies set'],
  ['revokePersonalToken', 'tokens revoke'],
])('calls %s `%s`', (id, words) => {
  expect(verbOf({ id, tag: 'Anything' }).join(' ')).toBe(words);
});

const Thing = z.object({ id: z.string().regex(/^thg_[0-9a-f]{32}$/), name: z.string(), state: z.string() });
const createThing = operation({
  id: 'createThing',
  method: 'POST',
  path: '/boxes/:boxId/things',
  summary: 'Create a thing',
  tag: 'Things',
  access: 'domain',
  params: z.object({ boxId: z.string() }),
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(9).default(3) }),
  body: z.strictObject({
    name: z.string(),
    colour: z.enum(['red', 'blue']).describe('What it looks like').default('red'),
    sizes: z.array(z.string()).optional(),
    isBig: z.boolean().optional(),
    isRound: z.boolean().default(true),
    share: z.number().min(0).max(1).nullable().optional(),
    parts: z.array(z.object({ n: z.int() })).optional(),
    format: z.string().optional(),
  }),
  status: 202,
  response: Thing,
});
const showThing: Operation = {
  ...createThing,
  id: 'getThing',
  method: 'GET',
  path: '/boxes/:boxId/things/:thingId',
  params: z.object({ boxId: z.string(), thingId: Thing.shape.id.describe('Which') }),
  status: 200,
};
const listThings: Operation = {
  ...createThing,
  id: 'listThings',
  method: 'GET',
  status: 200,
  response: z.object({ things: z.array(Thing) }),
};
const table = { createThing, getThing: showThing, listThings };

async function callOf(...args: string[]) {
  const { body: _, ...withoutBody } = createThing;
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addContractVerbs(program, { createThing, listThings: { ...withoutBody, id: 'listThings' } }, ['things']);
  const command = commandAt(program, ['things', 'create'])!;
  let seen: unknown;
  command.action(async (box: string) => {
    const inputs = inputsOf(createThing);
    const call = await readCall(createThing, inputs, [box], command.opts());
    checkCall(createThing, inputs, call);
    seen = call;
  });
  await program.parseAsync(['things', 'create', ...args], { from: 'user' });
  return seen;
}

it('gives an operation that nobody wrote a verb for its arguments and flags', async () => {
  const call = await callOf(
    ...['b1', '--name', 'ball', '--colour', 'blue', '--sizes', 's', '--sizes', 'm', '--is-big', '--share', '0.5'],
    ...['--parts', '[{"n":1}]', '--limit', '4', '--body-format', 'round'],
  );

  expect(call).toEqual({
    params: { boxId: 'b1' },
    query: { limit: 4 },
    body: {
      name: 'ball',
      colour: 'blue',
      sizes: ['s', 'm'],
      isBig: true,
      share: 0.5,
      parts: [{ n: 1 }],
      format: 'round',
    },
  });
});

it('takes the contrary of what is so unless it is said, and of nothing else that is made', async () => {
  expect(await callOf('b1', '--name', 'x', '--no-is-round')).toMatchObject({ body: { isRound: false } });
  expect(await callOf('b1', '--name', 'x')).toMatchObject({ body: { name: 'x' } });
  await expect(callOf('b1', '--name', 'x', '--no-is-big')).rejects.toThrow(/unknown option '--no-is-big'/);
  const flagsOf = (verb: string) =>
    commandAt(createProgram(['workflows']), ['workflows', verb])!.options.map(({ long }) => long);
  expect(flagsOf('create')).toContain('--no-enabled');
  expect(flagsOf('create')).not.toContain('--no-data-arrival');
});

it('says of each noun what its verbs are about, under one of a few headings', () => {
  const nouns = createProgram([]).commands;

  expect(nouns.filter((it) => it.description().startsWith('what there is of')).map((it) => it.name())).toEqual([]);
  const headingOf = (noun: string) => nouns.find((it) => it.name() === noun)?.helpGroup();
  expect(['connections', 'workflows', 'workflow-runs'].map(headingOf)).toEqual(['Data:', 'Forecasts:', 'Forecasts:']);
});

it.each([
  [['b1', '--name', 'x', '--colour', 'green'], /Allowed choices are red, blue/],
  [['b1', '--name', 'x', '--limit', '10'], /Give a whole number, 1 to 9/],
  [['b1', '--name', 'x', '--share', '2'], /Give a number, 0 to 1/],
  [['b1'], /name must be a string, not nothing/],
  [['b1', '--name', 'x', '--parts', '[{'], /--parts is not JSON/],
  [['b1', '--name', 'x', '--parts', '[{"n":"a"}]'], /--parts\.0\.n must be/],
  [['b1', '--name', 'x', '--from', '/nowhere.json'], /nowhere\.json cannot be read/],
  [[' ', '--name', 'x'], /argument for boxId is empty/],
])('refuses %j', async (args, sentence) => {
  await expect(callOf(...args)).rejects.toThrow(sentence);
});

it('lists the deletions of all domains, or of the one that is given as for its siblings', async () => {
  const inputs = inputsOf(operations.listTeardowns);
  const read = (domain?: string) => readCall(operations.listTeardowns, inputs, [domain], {});
  const command = commandAt(createProgram(['teardowns']), ['teardowns', 'list'])!;

  expect(command.usage()).toContain('[domain]');
  expect(await read('Retail')).toMatchObject({ query: { domainId: 'Retail' } });
  expect((await read()).query).toEqual({});
});

it('shows what a flag takes where what it was given is something else', async () => {
  await expect(callOf('b1', '--name', 'x', '--parts', '{"n":1}')).rejects.toMatchObject({
    mend: `Change it, such as to '[{"n":1}]'; --help says what each flag takes.`,
  });
});

it('finds what tells how far something is, and what lists things by name', () => {
  expect(getterOf(createThing, table)?.idParameter).toBe('thingId');
  expect(getterOf(showThing, table)).toBeUndefined();
  expect(listOf(table, 'thg')).toMatchObject({ field: 'things', needs: ['boxId'] });
  expect(listOf(operations, 'prj')?.operation.id).toBe('listProjects');
  expect(listOf(operations, 'dom')?.operation.id).toBe('listDomains');
  expect(listOf(operations, 'prf')).toMatchObject({ field: 'projectProfiles', needs: ['domainId'] });
  expect(getterOf(operations.createTrainingRun, operations)?.operation.id).toBe('getTrainingRun');
  expect(getterOf(operations.createProject, operations)?.operation.id).toBe('getProject');
});

it('prints any record as lines and tables', () => {
  const text = recordText({
    id: 'thg_1',
    error: null,
    use: { calls: 1200 },
    parts: [
      { n: 1, name: 'a\u001b', sub: {} },
      { n: 20, name: 'b' },
    ],
  });

  expect(text).toBe(
    'id         thg_1\nerror      -\nuse.calls  1,200\n\nparts\nname      n\na\\u001b   1\nb        20\n',
  );
  expect(recordText({ things: [] })).toBe('things  none\n');
  expect(recordText({ used: 0.18833333333333332, minutes: 1234.56789 })).toBe('used     0.1883\nminutes  1,234.568\n');
});

it('prints a port as it is typed, and no password of what would be sent', () => {
  expect(recordText({ settings: { host: 'db', port: 43_507 }, bytes: 43_507 })).toMatch(/port +43507\n[\s\S]*43,507/);
  const operation = operations.createConnection;
  const call = { params: { projectId: 'p' }, query: {}, body: { name: 'shop', password: 'geheim' } };

  for (const isJson of [true, false]) {
    const text = dryRunText({ operation, call }, isJson);
    expect(text).toContain('"password": "(withheld)"');
    expect(text).not.toContain('geheim');
  }
});

it('has short words for what is done by a connection', () => {
  const words = ['createConnection', 'changeConnection', 'testConnection', 'listConnectionTables', 'importTable'];

  expect(words.map((id) => verbOf({ id, tag: 'Connections' }).join(' '))).toEqual(
    ['create', 'change', 'test', 'tables', 'import'].map((it) => `connections ${it}`),
  );
});
