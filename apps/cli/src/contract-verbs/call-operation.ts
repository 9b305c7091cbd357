import { createReadStream, openSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@tandem/client';
import { InvalidInput } from '@tandem/data-model';
import type { Operation } from '@tandem/data-model/contract';
import { saveTo } from '../terminal/save-to.ts';
import { terminalWidth } from '../terminal/terminal-width.ts';
import { runningServer, type ServerJob, withServer } from '../with-server.ts';
import { adapted } from './adapted.ts';
import { dryRunText, type Request } from './dry-run.ts';
import { getterOf } from './getter-of.ts';
import { idsOfNames } from './ids-of-names.ts';
import type { Inputs } from './inputs-of.ts';
import { isFitted } from './is-fitted.ts';
import { type Call, checkCall, type Options, readCall } from './read-call.ts';
import { showEvents } from './show-events.ts';
import { type Shown, textOfReply } from './text-of-reply.ts';
import { verbOf } from './verb-of.ts';
import { waitFor } from './wait-for.ts';

type Table = Readonly<Record<string, Operation>>;
/** The client, for an operation that is known only now. */
type AnyMethod = (args: object, options?: object) => Promise<unknown> & AsyncIterable<unknown>;

/** Calls an operation with what was typed and prints its reply, or only says what would be sent. */
export async function callOperation(
  operation: Operation,
  operations: Table,
  inputs: Inputs,
  texts: readonly (string | undefined)[],
  options: Options,
): Promise<void> {
  const verb = `tandem ${verbOf(operation).join(' ')}`;
  const typed = withFileName(operation, await readCall(operation, inputs, texts, options), options);
  if (operation.body === 'bytes' && options.from === undefined)
    throw new InvalidInput('There is nothing to send.', 'Give --from FILE, or --from - for standard input.');
  if (options.dryRun) {
    const request = await prepared(operation, inputs, typed, operations, runningServer(verb));
    process.stdout.write(dryRunText(request, options.json === true));
    return;
  }
  const shown = await withServer(verb, async (job) => {
    const call = await prepared(operation, inputs, typed, operations, job);
    return carryOut(operation, operations, call, options, job);
  });
  if (shown === undefined) return;
  const extra = adapted[operation.id]?.extra ? texts.at(-1) : undefined;
  const width = isFitted(operation) && !options.wide ? terminalWidth() : undefined;
  if (options.json) process.stdout.write(`${JSON.stringify(shown.reply, null, 2)}\n`);
  else process.stdout.write(textOfReply(operation, { ...shown, options, extra, width }));
}

/** The call with its project and with ids in place of names, checked. Without a server, what only that knows is left open. */
async function prepared(
  operation: Operation,
  inputs: Inputs,
  call: Call,
  operations: Table,
  server: { client: Client; project?: () => Promise<string> } | undefined,
): Promise<Request> {
  const params: Record<string, unknown> = { ...call.params };
  const project = inputs.fields.find((it) => it.part === 'params' && it.name === 'projectId');
  const isOpen = project !== undefined && params.projectId === undefined;
  if (isOpen && server?.project) params.projectId = await server.project();
  if (isOpen && !server?.project) params.projectId = process.env.TANDEM_PROJECT;
  const needsProject = project !== undefined && params.projectId === undefined;
  // It stands in for the id that the schema asks for, and is not sent.
  if (needsProject) params.projectId = `prj_${'0'.repeat(32)}`;
  const named = server ? await idsOfNames(operations, inputs, { ...call, params }, server.client) : { ...call, params };
  checkCall(operation, inputs, named);
  return { operation, call: needsProject ? { ...named, params: { ...named.params, projectId: undefined } } : named };
}

async function carryOut(
  operation: Operation,
  operations: Table,
  { call }: Request,
  options: Options,
  { client, view, signal }: ServerJob,
): Promise<Omit<Shown, 'options' | 'extra'> | undefined> {
  const method = (client as unknown as Record<string, AnyMethod>)[operation.id]!;
  const args = { ...call, ...(operation.body === 'bytes' ? { body: bytesOf(String(options.from)) } : {}) };
  if (operation.produces === 'text/event-stream') {
    await showEvents(method(args, { signal }), view, options.json === true);
    return undefined;
  }
  if (operation.produces === 'text/csv') {
    await saveTo(options.out as string | undefined, (to) => method(args, { signal, to }));
    return undefined;
  }
  const reply = await method(args, { signal });
  const getter = getterOf(operation, operations);
  if (!getter || !(options.wait || adapted[operation.id]?.waits)) return { reply, call };
  const ask = (params: object) => (client as unknown as Record<string, AnyMethod>)[getter.operation.id]!({ params });
  return { reply: await waitFor(operation, getter, call, reply, ask, view, signal), call };
}

/** An upload is named like its file, unless a name is given. */
function withFileName({ body, query }: Operation, call: Call, { from }: Options): Call {
  if (body !== 'bytes' || typeof from !== 'string' || from === '-' || !query?.shape.name || call.query.name)
    return call;
  return { ...call, query: { ...call.query, name: path.basename(from) } };
}

function bytesOf(file: string) {
  if (file === '-') return process.stdin;
  try {
    return createReadStream('', { fd: openSync(file, 'r') });
  } catch (cause) {
    throw new InvalidInput(`${file} cannot be read: ${(cause as Error).message}`, 'Give a file to --from.', { cause });
  }
}
