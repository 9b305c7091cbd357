import {
  acceptedContent,
  type CallToolResult,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from '@modelcontextprotocol/server';
import type { Client } from '@tandem/client';
import { Forbidden } from '@tandem/data-model';
import { z } from 'zod';
import { answer } from './answer.ts';
import { type Approvals, callHash } from './approvals.ts';
import { beginningOfCsv, lastEvents, perform, planLoad } from './perform.ts';
import { approvalText, readCall, sentRequest, type ToolCall } from './request.ts';
import type { Scope } from './scope.ts';
import type { OperationTool } from './tools.ts';

/** What the client says besides the arguments, which the assistant writes. */
export interface FromClient {
  readonly capabilities: ClientCapabilities | undefined;
  /** Answers of the person, and the code that they were asked under. */
  readonly inputResponses: Record<string, unknown> | undefined;
  readonly requestState: string | undefined;
  readonly signal: AbortSignal;
}

export interface CallDeps {
  readonly client: Client;
  readonly scope: Scope;
  readonly approvals: Approvals;
}

const Approval = z.object({ approve: z.boolean().meta({ title: 'Approve this change' }) });

/** Calls a tool; what changes something only with a person's approval of just this call. Throws known errors. */
export async function callTool(
  deps: CallDeps,
  tool: OperationTool,
  given: Readonly<Record<string, unknown>>,
  from: FromClient,
): Promise<CallToolResult | InputRequiredResult> {
  const { client, scope } = deps;
  const { operation } = tool;
  const call = readCall(tool, given, scope);
  if (operation.produces === 'text/csv') {
    return answer(await beginningOfCsv(client, operation, call, from.signal));
  }
  if (operation.produces === 'text/event-stream') {
    return answer(await lastEvents(client, operation, call, from.signal));
  }
  if (!tool.changes) return answer({ result: await perform(client, operation, call, from.signal) });
  if (call.dryRun) return dryRun(deps, tool, call, from.signal);
  const waits = approve(deps, tool, call, from);
  if (waits) return waits;
  return answer({ outcome: 'done', result: await perform(client, operation, call, from.signal) });
}

async function dryRun({ client }: CallDeps, tool: OperationTool, call: ToolCall, signal: AbortSignal) {
  const request = sentRequest(tool, call);
  const { operation } = tool;
  if (operation.id !== 'createLoad') return answer({ outcome: 'dry run', request }, 'Nothing was sent.');
  const plan = await planLoad(client, operation, call, signal);
  return answer({ outcome: 'dry run', request, plan }, 'Nothing was loaded; the plan says what a load would change.');
}

/** Undefined where a person has approved the call; else what the client gets in place of its result. Throws Forbidden. */
function approve(
  { scope, approvals }: CallDeps,
  tool: OperationTool,
  call: ToolCall,
  { capabilities, inputResponses, requestState }: FromClient,
): CallToolResult | InputRequiredResult | undefined {
  const hash = callHash(tool.operation.id, call.bound);
  const request = sentRequest(tool, call);
  const message = approvalText(tool, request);
  if (canAsk(capabilities)) {
    const said = inputResponse(inputResponses, 'approval');
    if (said.kind !== 'missing' && approvals.use(requestState, hash)) {
      if (acceptedContent(inputResponses, 'approval', Approval)?.approve === true) return undefined;
      throw new Forbidden(
        `${tool.operation.id} was not approved; nothing was changed.`,
        'Ask the person what they want instead.',
      );
    }
    const approval = inputRequired.elicit({ message, requestedSchema: Approval });
    return inputRequired({ inputRequests: { approval }, requestState: approvals.ask(hash).code });
  }
  if (!scope.allowChanges) {
    throw new Forbidden(
      `${tool.operation.id} changes something, and this client has no way to ask a person (it does not declare elicitation).`,
      'Use a client that does, or have the operator start the server with --allow-changes. With dryRun it can be tried.',
    );
  }
  if (approvals.use(call.confirmation, hash)) return undefined;
  return answer(
    { outcome: 'needs approval', request, confirmation: approvals.ask(hash) },
    'Nothing was changed. Show the person the request; if they approve it, call again with the same arguments and the code as confirmation. It is good once, for five minutes.',
  );
}

/** Whether the client puts a form to a person. */
function canAsk(capabilities: ClientCapabilities | undefined): boolean {
  const modes = capabilities?.elicitation;
  // Before there were modes, the bare word meant forms.
  return modes !== undefined && (modes.form !== undefined || modes.url === undefined);
}
