import type { Operation } from '@tandem/data-model/contract';
import { type Command, Option } from 'commander';
import { queryFormats } from '../terminal/query-output.ts';
import { numberFrom } from '../verbs/number-option.ts';
import { adapted } from './adapted.ts';
import { argumentsOf } from './arguments-of.ts';
import { getterOf } from './getter-of.ts';
import { type Input, inputsOf } from './inputs-of.ts';
import { isFitted } from './is-fitted.ts';
import { verbOf, type Words, writtenByHand } from './verb-of.ts';

type Table = Readonly<Record<string, Operation>>;

/**
 * A command for every operation of the contract that no verb was written for by hand: its words, arguments, flags and
 * help all follow from the operation. Options are made for `nouns` alone, the first words of what is typed: those of
 * all would take longer than most verbs.
 */
export function addContractVerbs(program: Command, operations: Table, nouns: readonly string[]): void {
  for (const operation of Object.values(operations)) {
    if (operation.id in writtenByHand) continue;
    const words = verbOf(operation);
    const command = commandAt(program, words, operation);
    const about =
      adapted[operation.id]?.description ?? `${operation.summary.charAt(0).toLowerCase()}${operation.summary.slice(1)}`;
    command.description(about);
    if (nouns.includes(words[0]!)) complete(command, operation, operations);
  }
}

/** The command of the words; what stands before the last is made where it is missing. */
function commandAt(parent: Command, [word = '', ...rest]: Words, operation: Operation): Command {
  const known = parent.commands.find((it) => it.name() === word);
  const command = known ?? parent.command(word);
  if (!known && !parent.parent) command.helpGroup(`${headings[word] ?? headings[operation.tag] ?? operation.tag}:`);
  if (rest.length === 0) return command;
  if (!known) command.description(groups[word] ?? `what there is of ${operation.tag.toLowerCase()}`);
  return commandAt(command, rest, operation);
}

const domainsAndProjects = 'Domains and projects';
const sharing = 'Between projects';
/** Under what a tag's nouns stand in the list of all verbs; a noun where its first operation has another's tag. */
const headings: Readonly<Record<string, string>> = {
  Approvals: sharing,
  Audit: 'Operations',
  'Batch forecasts': 'Forecasts',
  Catalog: domainsAndProjects,
  Compute: 'Data',
  Connections: 'Data',
  Domains: domainsAndProjects,
  Endpoints: 'Forecasts',
  Jobs: 'Operations',
  Lineage: 'Data',
  Listings: sharing,
  Loads: 'Data',
  Models: 'Forecasts',
  Projects: domainsAndProjects,
  Quotas: domainsAndProjects,
  SQL: 'Data',
  Subscriptions: sharing,
  System: 'Operations',
  Tables: 'Data',
  Tokens: 'People',
  Training: 'Forecasts',
  'Upload sessions': 'Data',
  Workflows: 'Forecasts',
  domains: domainsAndProjects,
};

/** What a noun's verbs are about, as the list of all verbs says it. */
const groups: Readonly<Record<string, string>> = {
  approvals: 'what waits for your decision, or was decided there',
  audit: 'who changed what, and whether the record of it is whole',
  'batch-forecasts': 'forecast every item at once, and look at what was forecast',
  blueprints: 'the kinds of resources that profiles are made of',
  catalog: 'find tables, files, models, forecasts and endpoints, and give them terms',
  compute: 'show, start and stop what serves the warehouse',
  connections: 'what a project works through, and databases outside to import tables from',
  'domain-units': 'business units of a domain, and their owners',
  domains: 'the domains that projects belong to, their owners, audit and drift',
  endpoints: 'serve models in real time, and ask them for forecasts',
  groups: 'groups of users',
  jobs: 'watch, cancel and requeue work of any kind',
  listings: 'what projects publish to their domain, for others to ask for',
  loads: 'list, show, compare and revert loads, and trace rows to their files',
  members: 'who is in a project, and what they may',
  models: 'versions of what was trained',
  passwords: 'set your own password',
  permissions: 'whether somebody may make a call, and by which rule',
  profiles: 'what resources a project gets',
  projects: 'create, change and delete projects, and look at them',
  queries: 'end a query that runs',
  quotas: 'what a domain and its projects may use, and what they use',
  'service-tokens': 'tokens of services, with a role in a project',
  'sign-ins': 'how people sign in here',
  star: 'the tables of the warehouse and the files that fill them, as data',
  'subscription-requests': 'ask to read what another project publishes, and answer those who ask',
  subscriptions: 'what projects may read of each other, and until when',
  tables: 'count the tables of the star, and look at their rows',
  teardowns: 'deletions of projects, and the proof that nothing is left',
  terms: "the words of a domain's glossary",
  tokens: 'your own tokens',
  training: 'train, watch and stop',
  'upload-sessions': 'send a file in parts that go on after a cut; tandem uploads add does it by itself',
  uploads: 'add files to the object store, and list those that are there',
  users: 'invite, disable and remove the users of a domain',
  'workflow-runs': 'start, watch, cancel and restart runs of workflows',
  workflows: 'chains of load, train, gate, deploy and forecast, and what starts them',
};

function complete(command: Command, operation: Operation, operations: Table): void {
  const inputs = inputsOf(operation);
  const { positional, flags, wholeBody } = argumentsOf(operation, inputs);
  for (const it of positional) {
    const word = it.required ? `<${it.word}>` : `[${it.word}]`;
    command.argument(word, it.description);
  }
  for (const input of flags) command.addOption(option(input));
  for (const { kind, flag, isTrueByDefault } of flags) {
    const canBeFalse = operation.method === 'PUT' || isTrueByDefault;
    if (kind === 'boolean' && canBeFalse) command.option(`--no-${flag}`, 'the contrary');
  }
  if (wholeBody) {
    const what = wholeBody === 'bytes' ? 'the file to send' : 'the body as JSON; flags change fields of it';
    command.option('--from <file>', `${what}, or - for standard input`);
  }
  const produces = operation.produces ?? 'application/json';
  if (produces === 'text/csv') command.option('--out <file>', 'where to write the CSV; without it, standard output');
  else command.option('--json', 'print the reply as it is, as JSON');
  if (isFitted(operation)) command.option('--wide', 'show tables whole, also where they are wider than the terminal');
  if (isTabular(operation)) {
    const format = new Option(
      '--format <format>',
      'how rows are printed; in csv an apostrophe stands before a text that spreadsheets run',
    );
    command.addOption(format.choices([...queryFormats]).default('table'));
  }
  if (getterOf(operation, operations) && !adapted[operation.id]?.waits) {
    command.option('--wait', 'wait until what was asked for has ended, and fail where it fails');
  }
  if (operation.method !== 'GET') {
    command.option('--dry-run', 'check what would be sent, print it, and change nothing');
  } else command.option('--dry-run', 'print what would be asked');
  command.action(async (...given: unknown[]) => {
    const texts = given.slice(0, positional.length) as (string | undefined)[];
    const { callOperation } = await import('./call-operation.ts');
    await callOperation(operation, operations, inputs, texts, command.opts());
  });
}

/** Whether a reply is columns and rows, as those of a query are. */
function isTabular({ response }: Operation): boolean {
  const fields = (response as { shape?: Record<string, unknown> }).shape;
  return fields !== undefined && 'columns' in fields && 'rows' in fields && !('row' in fields);
}

function option(input: Input): Option {
  const { flag, kind, choices } = input;
  const value = choices ? 'word' : (kinds[kind] ?? 'text');
  const made = new Option(
    kind === 'boolean' ? `--${flag}` : `--${flag} <${value}>`,
    [input.description, ...(kind === 'json' ? ['JSON, or @FILE'] : kind === 'texts' ? ['give it again for more'] : [])]
      .filter(Boolean)
      .join('; '),
  );
  if (choices && kind === 'text') return made.choices([...choices]);
  if (kind === 'number' || kind === 'integer') return made.argParser(numberFrom(input));
  if (kind === 'texts') return made.argParser((text, before: string[] = []) => [...before, text]);
  return made;
}

const kinds: Readonly<Partial<Record<Input['kind'], string>>> = { number: 'x', integer: 'n', json: 'json' };
