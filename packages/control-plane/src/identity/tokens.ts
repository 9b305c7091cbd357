import { Forbidden, NotFound } from '@tandem/data-model';
import type { Principal, Project, ProjectRole, Right, Token } from '@tandem/data-model/contract';
import { rights } from '@tandem/data-model/contract';
import type { NewToken } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { can } from './can.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { after, type Identity, userOf } from './sign-in.ts';

const dayMs = 86_400_000;
/** Of the token that start-up makes. */
export const tokenLifeMs = dayMs;

export interface Issued {
  readonly token: Token;
  readonly secret: string;
}

interface Wanted {
  readonly name: string;
  readonly scopes: readonly Right[];
  readonly days: number;
}

/** A token of an owner of one project, for a day. */
export async function createToken(
  { identity }: Identity,
  clock: Clock,
  name: string,
  projectId: string,
): Promise<string> {
  const secret = newSecret('tnd_');
  await identity.createToken({
    ...{ hash: hashSecret(secret), name, projectId, userId: null, role: 'project-owner', scopes: rights },
    expiresAt: after(clock, tokenLifeMs),
  });
  return secret;
}

/** A token that acts for the caller. Throws Forbidden for a token, NotFound for a project out of the caller's reach. */
export async function createPersonalToken(
  { identity }: Identity,
  clock: Clock,
  principal: Principal,
  project: Project | undefined,
  { name, scopes, days, projectId }: Wanted & { readonly projectId: string | null },
): Promise<Issued> {
  const userId = userOf(principal);
  const isInReach = project && can(principal, { access: 'project', right: 'read' }, { project }).allowed;
  if (projectId !== null && !isInReach) throw new NotFound('project', projectId);
  return issue({ identity }, clock, { name, scopes, days }, { userId, projectId, role: null });
}

/** A token of a service with a role in a project, for which whoever makes it answers; one that is made by a token has no right more, and ends no later. Throws Forbidden. */
export async function createServiceToken(
  identity: Identity,
  clock: Clock,
  projectId: string,
  maker: Principal | undefined,
  { role, ...wanted }: Wanted & { readonly role: ProjectRole },
): Promise<Issued> {
  const latest = maker?.kind === 'token' ? new Date(maker.expiresAt) : undefined;
  const lacking = wanted.scopes.find((it) => maker && !maker.scopes.includes(it));
  if (lacking) {
    throw new Forbidden(
      `A token without the right to ${lacking} may make none that has it.`,
      'Leave that scope out, or sign in.',
    );
  }
  const makerId = maker && (maker.userId ?? maker.service?.makerId ?? null);
  return issue(identity, clock, wanted, { userId: null, projectId, role, makerId }, latest);
}

async function issue(
  { identity }: Identity,
  clock: Clock,
  { name, scopes, days }: Wanted,
  of: Pick<NewToken, 'projectId' | 'role' | 'userId' | 'makerId'>,
  latest?: Date,
): Promise<Issued> {
  const secret = newSecret('tnd_');
  const wanted = after(clock, days * dayMs);
  const expiresAt = latest && latest < wanted ? latest : wanted;
  return { token: await identity.createToken({ hash: hashSecret(secret), name, scopes, expiresAt, ...of }), secret };
}
