import { Unauthenticated } from '@tandem/data-model';
import type { Principal } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { hashSecret, newSecret } from './secrets.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Long enough to go to a browser, short enough that a link in a terminal's history is worth nothing. */
export const signInLinkLifeMs = 15 * minuteMs;
export const sessionLifeMs = 12 * hourMs;
export const tokenLifeMs = 24 * hourMs;

type Identity = Pick<ControlStore, 'identity'>;

/** The secret of a new one-use sign-in link; only its hash is kept. */
export async function createSignInLink({ identity }: Identity, clock: Clock): Promise<string> {
  const secret = newSecret();
  await identity.createSignInLink(hashSecret(secret), after(clock, signInLinkLifeMs));
  return secret;
}

/** Uses a link up. Gives the new session's secret, for the cookie. Throws Unauthenticated for a link that is not good. */
export async function signIn(
  { identity }: Identity,
  clock: Clock,
  linkSecret: string,
): Promise<{ principal: Principal; secret: string }> {
  const secret = newSecret();
  const expiresAt = after(clock, sessionLifeMs);
  const principal = await identity.redeemSignInLink(hashSecret(linkSecret), hashSecret(secret), expiresAt);
  if (principal) return { principal, secret };
  throw new Unauthenticated('This sign-in link has been used, has expired after 15 minutes, or was never given out.');
}

export async function signOut({ identity }: Identity, sessionSecret: string): Promise<void> {
  await identity.deleteSession(hashSecret(sessionSecret));
}

/** A token that reaches one project for a day. */
export async function createToken(
  { identity }: Identity,
  clock: Clock,
  name: string,
  projectId: string,
): Promise<string> {
  const token = newSecret('tnd_');
  await identity.createToken(hashSecret(token), name, projectId, after(clock, tokenLifeMs));
  return token;
}

/** Whose session or token this is. Throws Unauthenticated where it is nobody's, or no longer. */
export async function principalOf({ identity }: Identity, kind: Principal['kind'], secret: string): Promise<Principal> {
  const principal = await identity.principal(hashSecret(secret));
  // A session's secret is no token, nor the other way round: each has only the guards of its own kind.
  if (principal?.kind === kind) return principal;
  throw new Unauthenticated(`This ${kind} has expired, has been ended, or was never given out.`);
}

function after(clock: Clock, ms: number): Date {
  return new Date(clock().getTime() + ms);
}
