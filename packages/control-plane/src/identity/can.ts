import { Forbidden, NotFound, Unauthenticated } from '@tandem/data-model';
import type { Access, Principal } from '@tandem/data-model/contract';

export type Decision =
  | { readonly allowed: true; readonly rule: string }
  | { readonly allowed: false; readonly rule: string; readonly because: 'unauthenticated' | 'forbidden' | 'missing' };

const allow = (rule: string): Decision => ({ allowed: true, rule });
const deny = (because: 'unauthenticated' | 'forbidden' | 'missing', rule: string): Decision => ({
  allowed: false,
  because,
  rule,
});

/**
 * Whether a principal may make a call, and by which rule. `projectId` is that of the path, for access to a project.
 * A project that is out of reach is missing, not forbidden: whoever may not see it does not learn that it exists.
 */
export function can(principal: Principal | undefined, access: Access, projectId?: string): Decision {
  if (access === 'public') return allow('anyone may call this');
  if (!principal) return deny('unauthenticated', 'only a session or a token may call this');
  if (access === 'signed-in') return allow('any session or token may call this');
  if (principal.projectId === null) return allow('a session reaches the whole domain');
  if (access === 'domain') return deny('forbidden', "a project's token reaches its project alone, not the domain");
  if (principal.projectId === projectId) return allow('a token reaches its own project');
  return deny('missing', 'a token does not reach another project');
}

/** The same as an error: Unauthenticated, Forbidden, or NotFound for a project out of reach. */
export function demand(principal: Principal | undefined, access: Access, projectId?: string): void {
  const decision = can(principal, access, projectId);
  if (decision.allowed) return;
  if (decision.because === 'unauthenticated') throw new Unauthenticated();
  if (decision.because === 'missing') throw new NotFound('project', projectId ?? '');
  throw new Forbidden(`Not allowed: ${decision.rule}.`, 'Sign in by a sign-in link, and call this with that session.');
}
