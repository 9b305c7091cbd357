import { InvalidInput } from '@tandem/data-model';
import { schemaFaults } from '@tandem/data-model/contract';
import type { SentRequest } from './schemas.ts';
import type { Scope } from './scope.ts';
import type { OperationTool } from './tools.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A call of a tool, checked: what goes to the API, and what is the tool's own. */
export interface ToolCall {
  readonly params: Fields;
  readonly query: Fields;
  readonly body: unknown;
  /** The arguments that an approval is bound to: all that has a part in what is sent. */
  readonly bound: Fields;
  readonly dryRun: boolean;
  readonly confirmation: string | undefined;
  readonly waitSeconds: number;
}

/** Throws InvalidInput that names each argument that does not fit. */
export function readCall({ operation, input }: OperationTool, given: Fields, { projectId }: Scope): ToolCall {
  const read = input.safeParse(given, { reportInput: true });
  if (!read.success) {
    const faults = schemaFaults(input, read.error.issues);
    throw new InvalidInput(`The arguments of ${operation.id} do not fit.`, 'Change what is named, and call again.', {
      faults: faults.map((it) => ({ ...it, at: it.at || 'arguments' })),
    });
  }
  const { dryRun = false, confirmation, waitSeconds = 0 } = read.data as Partial<ToolCall>;
  const { dryRun: _, confirmation: __, waitSeconds: ___, ...bound } = given;
  const of = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((it) => (it in given ? [[it, given[it]]] : [])));
  const names = Object.keys(operation.params?.shape ?? {});
  return {
    params: { ...(projectId !== null && names.includes('projectId') ? { projectId } : {}), ...of(names) },
    query: of(Object.keys(operation.query?.shape ?? {})),
    body: operation.body === 'bytes' ? Buffer.from(String(given.content), 'utf8') : given.body,
    ...{ bound, dryRun, confirmation, waitSeconds },
  };
}

/** A call as the API will see it; of a file its length only. */
export function sentRequest({ operation }: OperationTool, { params, query, body }: ToolCall): SentRequest {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    method: operation.method,
    path: `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`,
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? `${body.length} bytes` : body }),
  };
}

const mostShown = 4_000;

/** What a person is asked to approve. Nothing in it can draw over the rest of it. */
export function approvalText({ operation }: OperationTool, { method, path, body }: SentRequest): string {
  const json = body === undefined ? '' : JSON.stringify(body, null, 2);
  const shown = json.slice(0, mostShown);
  const more = json.length - shown.length;
  return [
    `${operation.summary} (${operation.id}).`,
    plain(`${method} ${path}`),
    ...(shown ? [plain(shown)] : []),
    ...(more > 0 ? [`… and ${more} more characters that are not shown here.`] : []),
  ].join('\n');
}

/** Characters that move or hide others, such as those that turn the direction of writing, are spelled out. */
const plain = (text: string): string =>
  text.replaceAll(
    /[\p{Cf}\p{Co}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/gu,
    (it) => `\\u{${it.codePointAt(0)!.toString(16).padStart(4, '0')}}`,
  );
