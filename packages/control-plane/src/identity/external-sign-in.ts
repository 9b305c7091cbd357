import { Forbidden, NotFound, Unauthenticated } from '@tandem/data-model';
import type { IdentityProvider, PendingSignIn } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { after, type Identity, type SignedIn, sessionLifeMs } from './sign-in.ts';

/** How long a browser may take at the identity provider. */
export const pendingLifeMs = 10 * 60_000;

/** Where to sign in, and what the browser keeps until it is back. Throws NotFound without a provider, Unavailable. */
export async function startSignIn(provider: IdentityProvider | undefined, portalUrl: string) {
  if (!provider) throw new NotFound('identity provider', 'of this installation');
  const { url, pending } = await provider.begin(callbackUrl(portalUrl).href);
  return { url, kept: Buffer.from(JSON.stringify(pending), 'utf8').toString('base64url') };
}

/**
 * Signs in whoever comes back from the identity provider. `kept` is what `startSignIn` gave the browser.
 *
 * @throws Unauthenticated, Unavailable, and Forbidden for somebody whom nobody has invited
 */
export async function finishSignIn(
  { identity }: Identity,
  clock: Clock,
  provider: IdentityProvider | undefined,
  portalUrl: string,
  { callback, kept }: { readonly callback: string; readonly kept: string | undefined },
): Promise<SignedIn> {
  const pending = kept === undefined ? undefined : read(kept);
  if (!provider || !pending) {
    throw new Unauthenticated(
      'This browser has begun no sign-in at an identity provider, or more than 10 minutes ago.',
    );
  }
  const external = await provider.finish(callbackUrl(portalUrl, callback), pending);
  const secret = newSecret();
  const principal = await identity.signInExternally(external, hashSecret(secret), after(clock, sessionLifeMs));
  if (principal) return { principal, secret };
  throw new Forbidden(
    `${provider.name} knows ${external.email ?? 'you, without a verified e-mail address'}, but nobody has invited you here.`,
    'Ask the owner of a domain to invite that address, or an administrator to make a group of one of yours.',
  );
}

function callbackUrl(portalUrl: string, query = ''): URL {
  const url = new URL('/sign-in', portalUrl);
  url.search = query;
  return url;
}

function read(kept: string): PendingSignIn | undefined {
  try {
    const { state, nonce, codeVerifier } = JSON.parse(Buffer.from(kept, 'base64url').toString('utf8'));
    return [state, nonce, codeVerifier].every((it) => typeof it === 'string')
      ? { state, nonce, codeVerifier }
      : undefined;
  } catch {
    return undefined;
  }
}
