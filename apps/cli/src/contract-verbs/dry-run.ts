import { isSecretName, type Operation } from '@tandem/data-model/contract';
import type { Call } from './read-call.ts';

export interface Request {
  readonly operation: Operation;
  readonly call: Call;
}

/** What would be sent: method and path, and below it the JSON body; or all of it as JSON. */
export function dryRunText({ operation, call }: Request, isJson: boolean): string {
  const { method } = operation;
  const path = pathOf(operation, call);
  const hasBody = operation.body !== undefined && operation.body !== 'bytes';
  if (isJson) return `${JSON.stringify({ method, path, body: hasBody ? call.body : null }, withheld, 2)}\n`;
  const body = hasBody
    ? `${JSON.stringify(call.body, withheld, 2)}\n`
    : operation.body === 'bytes'
      ? '(the file)\n'
      : '';
  return `${method} ${path}\n${body}`;
}

/** What is printed may be kept or shown; a password is not for that. */
const withheld = (name: string, value: unknown) =>
  typeof value === 'string' && isSecretName(name) ? '(withheld)' : value;

/** The path below the origin; what is not known yet stays as the contract writes it. */
function pathOf({ path }: Operation, { params, query }: Call): string {
  const filled = path.replace(/:(\w+)/g, (all, name: string) => {
    const value = params[name];
    return value === undefined ? all : encodeURIComponent(String(value));
  });
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  return `/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`;
}
