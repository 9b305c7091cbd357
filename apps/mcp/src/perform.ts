import { setTimeout as sleep } from 'node:timers/promises';
import type { CallOptions, Client } from '@tandem/client';
import type { Load, Operation } from '@tandem/data-model/contract';
import type { ToolCall } from './request.ts';

type Method = (args: Partial<ToolCall>, options: CallOptions) => unknown;

const methodOf = (client: Client, { id }: Operation): Method => client[id as keyof Client] as unknown as Method;

const argsOf = ({ params, query, body }: ToolCall) => ({ params, query, ...(body === undefined ? {} : { body }) });

/** Calls an operation whose reply is JSON. */
export async function perform(client: Client, operation: Operation, call: ToolCall, signal: AbortSignal) {
  return methodOf(client, operation)(argsOf(call), { signal });
}

/** Longest part of a CSV that is given: some thousand rows. */
export const maxCsvLength = 100_000;

/** The beginning of a CSV, in whole lines. Nothing beyond it is fetched. */
export async function beginningOfCsv(client: Client, operation: Operation, call: ToolCall, signal: AbortSignal) {
  const enough = new Error('enough');
  const decoder = new TextDecoder();
  let text = '';
  const to = new WritableStream<Uint8Array>({
    write(chunk) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > maxCsvLength) throw enough;
    },
  });
  try {
    await methodOf(client, operation)(argsOf(call), { signal, to });
    return { text: text + decoder.decode(), isCut: false };
  } catch (error) {
    if (error !== enough) throw error;
    return { text: text.slice(0, text.lastIndexOf('\n', maxCsvLength) + 1), isCut: true };
  }
}

/** Events tell whole states, so the last ones say all. */
const mostEvents = 20;

/** The last events of a stream, gathered until it ends or the time is up. */
export async function lastEvents(client: Client, operation: Operation, call: ToolCall, signal: AbortSignal) {
  const late = AbortSignal.timeout(call.waitSeconds * 1000);
  const options = { signal: AbortSignal.any([signal, late]) };
  const events: unknown[] = [];
  try {
    for await (const event of methodOf(client, operation)(argsOf(call), options) as AsyncIterable<unknown>) {
      events.push(event);
      if (events.length > mostEvents) events.shift();
    }
    return { events, hasEnded: true };
  } catch (error) {
    if (!late.aborted || signal.aborted) throw error;
    return { events, hasEnded: false };
  }
}

const planWithinMs = 40_000;

/** What a load would change, as the plan of the same files finds it; where that takes long, as far as it has come. */
export async function planLoad(client: Client, operation: Operation, call: ToolCall, signal: AbortSignal) {
  const body = { ...(call.body as object), plan: true };
  let plan = (await perform(client, operation, { ...call, body }, signal)) as Load;
  const params = { projectId: plan.projectId, loadId: plan.id };
  for (const end = Date.now() + planWithinMs; plan.endedAt === null && Date.now() < end; ) {
    await sleep(100, undefined, { signal });
    plan = await client.getLoad({ params }, { signal });
  }
  return plan;
}
