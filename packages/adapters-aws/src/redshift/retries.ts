import { setTimeout as sleep } from 'node:timers/promises';
import type { RedshiftLimits } from './limits.ts';

/** Faults of the service by name; the SDK's models mark none of them as worth another try. */
const passing: ReadonlySet<string> = new Set([
  'ActiveSessionsExceededException',
  'ActiveStatementsExceededException',
  'ActiveWaitingRequestsExceededException',
  'BatchExecuteStatementException',
  'DatabaseConnectionException',
  'ExecuteStatementException',
  'InternalServerException',
  'ServiceUnavailableException',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
]);

const lostConnection: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** No connection came about, so nothing was sent. */
const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EAI_AGAIN']);

/** Whether the same call may succeed a little later: the service is busy, or did not answer. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  return passing.has(error.name) || lostConnection.has(code ?? '') || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** Whether a call that failed so may have been carried out all the same: its answer got lost, or tells of a fault inside. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof Error) || !isPassing(error)) return false;
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return status === undefined ? !neverSent.has(code ?? '') : status >= 500;
}

/** Whether a statement failed only because another transaction was in its way, so that nothing of it was done. */
export function isInTheWay(error: string): boolean {
  return /serializable isolation violation|deadlock detected|could not serialize access|concurrent transaction/i.test(
    error,
  );
}

/** Calls until it succeeds, fails for good, or the attempts are used up; then throws what the last one threw. */
export async function withRetries<T>(call: () => Promise<T>, limits: RedshiftLimits): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= limits.callAttempts || !isPassing(error)) throw error;
      await pause(attempt, limits);
    }
  }
}

export async function pause(attempt: number, { firstPauseMs, longestPauseMs }: RedshiftLimits): Promise<void> {
  const full = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
  await sleep(full * (0.5 + Math.random() / 2));
}
