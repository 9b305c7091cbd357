import { isRead, type Operation, type Principal } from '@tandem/data-model/contract';

/** What an assistant is given: the calls that its operator and its token allow. */
export interface Scope {
  /** Only calls that change nothing. */
  readonly readOnly: boolean;
  /** Calls that change something may be made where the client cannot ask a person; each then needs a code. */
  readonly allowChanges: boolean;
  /** The one project that the token reaches; null where it reaches more. */
  readonly projectId: string | null;
}

/** The scope of a caller. */
export const scopeOf = (
  { projectId }: Pick<Principal, 'projectId'>,
  options: Pick<Scope, 'readOnly' | 'allowChanges'>,
): Scope => ({ ...options, projectId });

/** Whether an operation is a tool there: what the caller could never call is not shown. */
export function isInScope(operation: Operation, { readOnly, projectId }: Scope): boolean {
  if (operation.isPersonal) return false;
  if (readOnly && !isRead(operation)) return false;
  return projectId === null || operation.access !== 'domain';
}
