import { Forbidden, Unauthenticated } from '@tandem/data-model';
import type { Principal } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { guarded } from './lockout.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secrets.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Long enough to go to a browser, short enough that a link in a terminal's history is worth nothing. */
export const signInLinkLifeMs = 15 * minuteMs;
/** Of the link that a new user is sent. */
export const invitationLifeMs = 7 * 24 * hourMs;
export const sessionLifeMs = 12 * hourMs;

export type Identity = Pick<ControlStore, 'identity'>;

/** A session and its secret, for the cookie. */
export interface SignedIn {
  readonly principal: Principal;
  readonly secret: string;
}

/** The secret of a new one-use sign-in link for the administrator; only its hash is kept. */
export async function createSignInLink({ identity }: Identity, clock: Clock): Promise<string> {
  const secret = newSecret();
  await identity.createSignInLink(hashSecret(secret), after(clock, signInLinkLifeMs));
  return secret;
}

/** Uses a link up. Throws Unauthenticated for a link that is not good. */
export async function signIn({ identity }: Identity, clock: Clock, linkSecret: string): Promise<SignedIn> {
  const secret = newSecret();
  const expiresAt = after(clock, sessionLifeMs);
  const principal = await identity.redeemSignInLink(hashSecret(linkSecret), hashSecret(secret), expiresAt);
  if (principal) return { principal, secret };
  throw new Unauthenticated(
    'This sign-in link has been used, has expired, was never given out, or is of somebody who signs in at the identity provider.',
  );
}

/**
 * Signs a user in by name and password; the session is a new one, whatever came with the request. Throws Unauthenticated,
 * which does not say what is wrong, and TooManyTries.
 */
export async function signInByPassword(
  { identity }: Identity,
  clock: Clock,
  { name, password, address }: { readonly name: string; readonly password: string; readonly address: string },
): Promise<SignedIn> {
  const known = name.trim().toLowerCase();
  const signedIn = await guarded(identity, clock, { name: known, address }, async () => {
    const kept = await identity.password(known);
    if (!(await isPassword(password, kept?.hash)) || !kept) return undefined;
    const secret = newSecret();
    const principal = await identity.createSession(kept.userId, hashSecret(secret), after(clock, sessionLifeMs));
    return principal && { principal, secret };
  });
  if (signedIn) return signedIn;
  throw new Unauthenticated('Nobody has that name and that password here.');
}

/**
 * Sets the caller's password and ends their other sessions. Whoever came by a link, which they were given because they
 * lost it, need not know the present one. Throws Forbidden, and TooManyTries.
 */
export async function setPassword(
  { identity }: Identity,
  clock: Clock,
  { principal, secret }: SignedIn,
  {
    password,
    current,
    address,
  }: { readonly password: string; readonly current?: string | undefined; readonly address: string },
): Promise<void> {
  const userId = userOf(principal);
  const kept = await identity.password(principal.name);
  if (kept?.isExternal) {
    throw new Forbidden(
      `${principal.name} signs in at the identity provider, and with no password here: one would outlive that account.`,
      'Change the password there.',
    );
  }
  if (kept?.hash && !(await identity.isByLink(hashSecret(secret)))) {
    const isCurrent = await guarded(identity, clock, { name: principal.name, address }, async () =>
      (await isPassword(current ?? '', kept.hash)) ? true : undefined,
    );
    if (!isCurrent) throw new Forbidden('This is not the present password.', 'Give the present one as `current`.');
  }
  await identity.setPassword(userId, await hashPassword(password), hashSecret(secret));
}

export async function signOut({ identity }: Identity, sessionSecret: string): Promise<void> {
  await identity.deleteSession(hashSecret(sessionSecret));
}

/** Whose session or token has this hash, by `hashSecret`. Throws Unauthenticated where it is nobody's, or no longer. */
export async function principalOf({ identity }: Identity, kind: Principal['kind'], hash: string): Promise<Principal> {
  const principal = await identity.principal(hash);
  // A session's secret is no token, nor the other way round: each has only the guards of its own kind.
  if (principal?.kind === kind) return principal;
  throw new Unauthenticated(`This ${kind} has expired, has been ended, or was never given out.`);
}

/** The user that a session is of. Throws Forbidden for a token, which gives no other secret. */
export function userOf({ kind, userId }: Principal): string {
  if (kind === 'session' && userId !== null) return userId;
  throw new Forbidden(
    'A token may not do this: only somebody who has signed in.',
    'Sign in, and call this with that session.',
  );
}

export const after = (clock: Clock, ms: number): Date => new Date(clock().getTime() + ms);
