import { InvalidInput, Unauthenticated, Unavailable } from '@tandem/data-model';
import type { ExternalUser, IdentityProvider } from '@tandem/ports';
import * as client from 'openid-client';

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** None for a client that PKCE alone vouches for. */
  readonly clientSecret?: string | undefined;
  /** Claim of the ID token that names the user's groups. */
  readonly groupsClaim: string;
}

const timeoutSeconds = 10;
const mostGroups = 1_000;

/** Reads the settings from the environment; undefined where it names no provider. Throws InvalidInput. */
export function readOidcSettings(env: Readonly<Record<string, string | undefined>>): OidcSettings | undefined {
  const { TANDEM_OIDC_ISSUER: issuer, TANDEM_OIDC_CLIENT_ID: clientId } = env;
  if (!issuer && !clientId) return undefined;
  if (!issuer || !clientId || !URL.canParse(issuer)) {
    throw new InvalidInput(
      'An identity provider needs its address in TANDEM_OIDC_ISSUER and a client id in TANDEM_OIDC_CLIENT_ID.',
      'Set both, e.g. TANDEM_OIDC_ISSUER=https://login.example.com, or neither.',
    );
  }
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && !isLoopback(url)) {
    throw new InvalidInput(
      `The identity provider ${issuer} is not reached by https: whoever is on the way could sign in as anybody.`,
      'Give an https address. Plain http is taken for this machine alone.',
    );
  }
  const groupsClaim = env.TANDEM_OIDC_GROUPS_CLAIM || 'groups';
  return { issuer: url, clientId, clientSecret: env.TANDEM_OIDC_CLIENT_SECRET || undefined, groupsClaim };
}

/**
 * OpenID Connect's authorization code flow with PKCE, state and nonce. The provider is asked for what it can at the first
 * sign-in, not before: it may be away when we start.
 */
export function openOidc({ issuer, clientId, clientSecret, groupsClaim }: OidcSettings): IdentityProvider {
  let discovered: Promise<client.Configuration> | undefined;
  const configuration = async (): Promise<client.Configuration> => {
    discovered ??= client.discovery(
      issuer,
      clientId,
      undefined,
      clientSecret ? client.ClientSecretPost(clientSecret) : client.None(),
      { timeout: timeoutSeconds, ...(isLoopback(issuer) ? { execute: [client.allowInsecureRequests] } : {}) },
    );
    return discovered.catch((cause: unknown) => {
      discovered = undefined;
      throw away(issuer, cause);
    });
  };
  return {
    name: issuer.host,
    async begin(redirectUri) {
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, pending };
    },
    async finish(callback, { state, nonce, codeVerifier }) {
      const config = await configuration();
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      };
      const tokens = await client.authorizationCodeGrant(config, callback, checks).catch((cause: unknown) => {
        if (isAway(cause)) throw away(issuer, cause);
        throw new Unauthenticated(`${issuer.host} did not confirm this sign-in: ${reason(cause)}.`);
      });
      return userOf(issuer, tokens.claims()!, groupsClaim);
    },
  };
}

function userOf({ href }: URL, claims: client.IDToken, groupsClaim: string): ExternalUser {
  const { sub, email, email_verified: isVerified, name } = claims;
  const groups = claims[groupsClaim];
  return {
    issuer: claims.iss || href,
    subject: sub,
    email: typeof email === 'string' && isVerified === true ? email.trim().toLowerCase() : null,
    displayName: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
    groups: Array.isArray(groups) ? groups.filter((it) => typeof it === 'string').slice(0, mostGroups) : [],
  };
}

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

/** Errors without an answer of the provider: refused, timed out. */
const isAway = (cause: unknown): boolean =>
  cause instanceof TypeError ||
  (cause as { name?: string }).name === 'TimeoutError' ||
  codeOf(cause) === 'OAUTH_TIMEOUT';

const codeOf = (cause: unknown): string => (cause as { code?: string }).code ?? '';

/** In the provider's own words where it has some. */
function reason(cause: unknown): string {
  const { error, error_description: description, message } = cause as Record<string, string | undefined>;
  return (description ?? error ?? message ?? 'it gave no reason').replace(/\.$/, '').slice(0, 200);
}

const away = ({ host }: URL, cause: unknown) =>
  new Unavailable(
    `The identity provider ${host} does not answer: ${reason(cause)}.`,
    'Try again later, or sign in by name and password; look whether TANDEM_OIDC_ISSUER is its address.',
    { cause },
  );
