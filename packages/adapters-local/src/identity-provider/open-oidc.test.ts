import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidInput, Unauthenticated, Unavailable } from '@tandem/data-model';
import type { IdentityProvider } from '@tandem/ports';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOidc, readOidcSettings } from './open-oidc.ts';

const redirectUri = 'http://127.0.0.1:4400/sign-in';
const people: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ada: { email: 'Ada@Example.com', email_verified: true, name: 'Ada Lovelace', groups: ['analysts', 'owners'] },
  eve: { email: 'ada@example.com', email_verified: false },
};

let server: Server;
let issuer: string;
let oidc: IdentityProvider;

/** A real provider, of a package that others run in earnest; its page for signing in is left out. */
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'tandem', client_secret: 'not a secret', redirect_uris: [redirectUri] },
        ...{ response_types: ['code'], grant_types: ['authorization_code'] },
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    // Who signs in is what the address said as its hint.
    const { params, prompt, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: String(params.login_hint) } });
      return;
    }
    const grant = new provider.Grant({ accountId: session!.accountId, clientId: String(params.client_id) });
    grant.addOIDCScope('openid email profile');
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  });
  oidc = openOidc({ issuer: new URL(issuer), clientId: 'tandem', clientSecret: 'not a secret', groupsClaim: 'groups' });
}, 60_000);
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Goes where a browser would, until it is sent back to us. */
async function signInAs(who: string, url: string): Promise<URL> {
  const jar = new Map<string, string>();
  let at = new URL(url);
  at.searchParams.set('login_hint', who);
  for (let k = 0; k < 10; k++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const it of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(it) ?? [];
      jar.set(name, value);
    }
    at = new URL(reply.headers.get('location')!, at);
    if (at.href.startsWith(redirectUri)) return at;
  }
  throw new Error(`was not sent back: ${at}`);
}

describe('OpenID Connect', () => {
  it('tells who signed in, with the groups of its claim', async () => {
    const { url, pending } = await oidc.begin(redirectUri);

    const user = await oidc.finish(await signInAs('ada', url), pending);

    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256');
    expect(url).not.toContain(pending.codeVerifier);
    expect(user).toEqual({
      ...{ issuer, subject: 'ada', email: 'ada@example.com', displayName: 'Ada Lovelace' },
      groups: ['analysts', 'owners'],
    });
  });

  it('takes no address that the provider has not verified', async () => {
    const { url, pending } = await oidc.begin(redirectUri);

    expect(await oidc.finish(await signInAs('eve', url), pending)).toMatchObject({ subject: 'eve', email: null });
  });

  it('takes a code once, and only from the browser that began', async () => {
    const { url, pending } = await oidc.begin(redirectUri);
    const other = await oidc.begin(redirectUri);
    const back = await signInAs('ada', url);

    await expect(oidc.finish(back, other.pending)).rejects.toThrow(Unauthenticated);
    await expect(oidc.finish(back, { ...pending, codeVerifier: other.pending.codeVerifier })).rejects.toThrow(
      Unauthenticated,
    );
    const again = await oidc.begin(redirectUri);
    const good = await signInAs('ada', again.url);
    await oidc.finish(good, again.pending);
    await expect(oidc.finish(good, again.pending)).rejects.toThrow(Unauthenticated);
  });

  it('says what the provider refused, and that it is away', async () => {
    const { pending } = await oidc.begin(redirectUri);
    const refused = new URL(
      `${redirectUri}?error=access_denied&state=${pending.state}&iss=${encodeURIComponent(issuer)}`,
    );
    await expect(oidc.finish(refused, pending)).rejects.toThrow(/access_denied/);

    const away = openOidc({ issuer: new URL('http://127.0.0.1:9'), clientId: 'x', groupsClaim: 'groups' });
    await expect(away.begin(redirectUri)).rejects.toThrow(Unavailable);
  });
});

describe('its settings', () => {
  it('are both there or none, and a provider elsewhere is reached by https', () => {
    expect(readOidcSettings({})).toBeUndefined();
    expect(() => readOidcSettings({ TANDEM_OIDC_ISSUER: 'https://login.example' })).toThrow(InvalidInput);
    const env = { TANDEM_OIDC_CLIENT_ID: 'tandem' };
    expect(() => readOidcSettings({ ...env, TANDEM_OIDC_ISSUER: 'http://login.example' })).toThrow(/https/);
    expect(readOidcSettings({ ...env, TANDEM_OIDC_ISSUER: 'https://login.example' })).toMatchObject({
      ...{ clientId: 'tandem', clientSecret: undefined, groupsClaim: 'groups' },
    });
  });
});
