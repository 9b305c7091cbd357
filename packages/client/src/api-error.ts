import { type ErrorKind, KnownError } from '@tandem/data-model';
import { Problem, problemStatus } from '@tandem/data-model/contract';

const kinds = new Map<number, ErrorKind>(
  Object.entries(problemStatus).map(([kind, status]) => [status, kind as ErrorKind]),
);

/** The server refused or failed: its problem reply, with the same code, sentence and mend as where it arose. */
export class ApiError extends KnownError {
  override readonly code: string;
  override readonly kind: ErrorKind;
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail, problem.mend, { faults: problem.faults });
    this.problem = problem;
    this.status = problem.status;
    this.code = problem.code;
    this.kind = kinds.get(problem.status) ?? (problem.status >= 500 ? 'unavailable' : 'invalid');
  }
}

/** Reads an error reply. One that is not a problem document comes from something in between, such as a proxy. */
export async function apiError(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  const problem = Problem.safeParse(json(text));
  if (problem.success) return new ApiError(problem.data);
  return new ApiError({
    type: 'about:blank',
    title: response.statusText || 'Error',
    status: response.status,
    code: 'NOT_A_PROBLEM',
    detail: `${response.url || 'The server'} answered ${response.status} without a problem document.`,
    mend: 'Check that the address is that of a Tandem server, with nothing between that answers in its place.',
    faults: [],
    requestId: response.headers.get('x-request-id') ?? '',
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
