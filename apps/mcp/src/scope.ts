import { isRead, type Operation, type Principal, type Right, scopesOf } from '@tandem/data-model/contract';

/** What an assistant is given: the calls that its operator and its token allow. */
export interface Scope {
  /** Only calls that change nothing. */
  readonly readOnly: boolean;
  /** Calls that change something may be made where the client cannot ask a person; each then needs a code. */
  readonly allowChanges: boolean;
  /** The one project that the token reaches; null where it reaches more. */
  readonly projectId: string | null;
  /** Rights that its token may use at most. */
  readonly rights: readonly Right[];
  readonly isAdministrator: boolean;
}

/** The scope of a caller. */
export const scopeOf = (
  { projectId, scopes: rights, isAdministrator }: Pick<Principal, 'projectId' | 'scopes' | 'isAdministrator'>,
  options: Pick<Scope, 'readOnly' | 'allowChanges'>,
): Scope => ({ ...options, projectId, rights, isAdministrator });

/** Whether an operation is a tool there: what the caller could never call is not shown. */
export function isInScope(operation: Operation, { readOnly, projectId, rights, isAdministrator }: Scope): boolean {
  if (operation.isPersonal) return false;
  if (readOnly && !isRead(operation)) return false;
  const { access } = operation;
  if (access === 'public' || access === 'signed-in') return true;
  if (access === 'installation' && !isAdministrator) return false;
  return scopesOf(operation).every((it) => rights.includes(it)) && (projectId === null || access === 'project');
}
