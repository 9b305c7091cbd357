import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { InvalidInput } from '@tandem/data-model';
import { type Operation, schemaFaults } from '@tandem/data-model/contract';
import { adapted } from './adapted.ts';
import { argumentsOf } from './arguments-of.ts';
import type { Input, Inputs } from './inputs-of.ts';

/** What a call carries, before and after it is checked. */
export interface Call {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** JSON; undefined where there is none, or it is bytes. */
  readonly body: unknown;
}

export type Options = Readonly<Record<string, unknown>>;

/** What was typed, as the call's fields. Throws InvalidInput for files that cannot be read and JSON that is none. */
export async function readCall(
  operation: Operation,
  inputs: Inputs,
  texts: readonly (string | undefined)[],
  options: Options,
): Promise<Call> {
  const { positional, flags } = argumentsOf(operation, inputs);
  const parts: Record<Input['part'], Record<string, unknown>> = { params: {}, query: {}, body: {} };
  for (const [n, { input }] of positional.entries()) {
    const given = texts[n];
    if (input && given !== undefined) parts[input.part][input.name] = await argument(operation, input, given);
  }
  for (const input of flags) {
    const given = options[camel(input.flag)];
    if (given !== undefined) parts[input.part][input.name] = await flagged(operation, input, given);
  }
  const fileAt = positional.findIndex((it) => it.word === adapted[operation.id]?.file);
  const from = (fileAt >= 0 ? texts[fileAt] : undefined) ?? options.from;
  if (inputs.wholeBody !== 'json') return { params: parts.params, query: parts.query, body: undefined };
  const whole = from === undefined ? undefined : await readBody(String(from));
  const isFields = whole === undefined || (whole !== null && typeof whole === 'object' && !Array.isArray(whole));
  const body = isFields ? { ...whole, ...parts.body } : whole;
  return { params: parts.params, query: parts.query, body };
}

async function argument({ id }: Operation, { name, kind }: Input, text: string): Promise<unknown> {
  const { input, blank } = adapted[id] ?? {};
  const given = text === '-' && input?.includes(name) ? await textOf(process.stdin) : text;
  if (given.trim() === '' && kind === 'text') {
    const [sentence, mend] = blank ?? [`The argument for ${name} is empty.`, '--help says what it is.'];
    throw new InvalidInput(sentence, mend);
  }
  return kind === 'integer' || kind === 'number' ? Number(given) : given;
}

async function flagged({ id }: Operation, input: Input, given: unknown): Promise<unknown> {
  if (given === '-' && adapted[id]?.input?.includes(input.name))
    return (await textOf(process.stdin)).replace(/\r?\n$/, '');
  return input.kind === 'json' ? readValue(input, given) : given;
}

/** JSON that was typed, or a file's; text that is no JSON counts as text, which a schema may take. */
function readValue({ flag }: Input, given: unknown): unknown {
  const text = String(given);
  if (text.startsWith('@')) return parse(read(text.slice(1), `--${flag}`), text.slice(1));
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*[[{"]/.test(text)) throw notJson(`--${flag}`, `Give JSON, or --${flag} @FILE.`);
    return text;
  }
}

async function readBody(file: string): Promise<unknown> {
  return file === '-' ? parse(await textOf(process.stdin), 'Standard input') : parse(read(file, '--from'), file);
}

function read(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(`${file} cannot be read: ${(cause as Error).message}`, `Give a file of JSON to ${flag}.`, {
      cause,
    });
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(where, `Correct it: ${(cause as Error).message}`);
  }
}

const notJson = (where: string, mend: string) => new InvalidInput(`${where} is not JSON.`, mend);

/** The call as the contract's schemas take it. Throws InvalidInput that names each field by the flag it is given with. */
export function checkCall(operation: Operation, inputs: Inputs, call: Call): void {
  const faults = (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = operation[part];
    if (!schema || schema === 'bytes') return [];
    const read = schema.safeParse(call[part], { reportInput: true });
    return read.success ? [] : schemaFaults(schema, read.error.issues).map((it) => ({ ...it, at: typed(part, it.at) }));
  });
  const [first, ...more] = faults;
  if (!first) return;
  const others = more.length > 0 ? `, and ${more.length} more` : '';
  throw new InvalidInput(
    `${first.at || 'The body'} must be ${first.expected}, not ${first.got}${others}.`,
    first.example === undefined
      ? 'Change it; --help says what each flag takes.'
      : `Change it, such as to '${first.example}'; --help says what each flag takes.`,
    { faults },
  );

  function typed(part: Input['part'], at: string): string {
    const [head = '', ...rest] = at.split('.');
    const input = inputs.fields.find((it) => it.part === part && it.name === head);
    const isFlag = input && argumentsOf(operation, inputs).flags.includes(input);
    return [isFlag ? `--${input.flag}` : head, ...rest].join('.');
  }
}

/** As commander keeps an option: `max-reject-share` as `maxRejectShare`. */
export const camel = (flag: string): string => flag.replace(/-(\w)/g, (_, it: string) => it.toUpperCase());
