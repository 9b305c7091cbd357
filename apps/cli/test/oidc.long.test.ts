import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createClient } from '@tandem/client';
import Provider from 'oidc-provider';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { newPlace, type Place, type RunningInstallation, startInstallation } from './running-installation.ts';

const patienceMs = 180_000;
const browser = await openBrowser();

/** Whom the provider knows, and what its ID token says of each. */
const people: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ada: { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace', groups: ['analysts'] },
  eve: { email: 'eve@example.com', email_verified: true, name: 'Eve', groups: [] },
};

/**
 * A real provider, of a package that others run in earnest, with its own pages for signing in and for consent. Its host
 * has another name than the portal's, so that a browser takes the two for different sites.
 */
async function openProvider(portal: string): Promise<{ readonly issuer: string; readonly server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'tandem', client_secret: 'not a secret', redirect_uris: [`${portal}/sign-in`] },
        ...{ response_types: ['code'], grant_types: ['authorization_code'] },
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
  });
  server.on('request', provider.callback());
  return { issuer, server };
}

describe.skipIf(typeof browser === 'string')('signing in at an identity provider', () => {
  let place: Place;
  let running: RunningInstallation;
  let provider: Server;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    place = await newPlace();
    const opened = await openProvider(`http://127.0.0.1:${place.port}`);
    provider = opened.server;
    place = {
      ...place,
      env: {
        ...place.env,
        ...{ TANDEM_OIDC_ISSUER: opened.issuer, TANDEM_OIDC_CLIENT_ID: 'tandem' },
        TANDEM_OIDC_CLIENT_SECRET: 'not a secret',
      },
    };
    running = await startInstallation(place, '--stores', '3', '--days', '120');
    await makeGroupOfAnalysts();
    context = await (browser as Browser).newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    // The provider's pages ask for fonts from the open internet.
    await context.route(/^https:/, (it) => it.abort());
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (it) => {
      if (it.type() === 'error' && it.location().url.startsWith(running.url)) complaints.push(it.text());
    });
  }, patienceMs);

  afterAll(async () => {
    await (browser as Browser).close();
    await running?.stop('SIGTERM');
    provider?.close();
    place?.remove();
  }, patienceMs);

  /** A group that the provider fills, whose users look at the project. */
  async function makeGroupOfAnalysts(): Promise<void> {
    const cookie = readFileSync(path.join(place.home, 'session'), 'utf8').trim();
    const client = createClient({ baseUrl: running.url, cookie });
    const { id: projectId, domainId } = (await client.listProjects()).projects[0]!;
    const group = await client.createGroup({
      params: { domainId },
      body: { name: 'Analysts', externalName: 'analysts' },
    });
    const body = { role: 'viewer', persona: 'analyst' } as const;
    await client.setMember({ params: { projectId, memberId: group.id }, body });
  }

  const atProvider = async (who: string) => {
    await page.getByRole('button', { name: /^Sign in with localhost/ }).click();
    await page.getByPlaceholder('Enter any login').fill(who);
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  };
  const signOut = async () => {
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('form', { name: 'Sign in' }).waitFor();
  };

  it('brings whoever the provider knows to where their group lets them look', async () => {
    await page.goto(running.url);
    await atProvider('ada');

    await page.getByRole('heading', { name: 'Forecasts', level: 1 }).waitFor();
    expect(page.url()).not.toMatch(/code=|state=/);
    await page.goto(`${running.url}/account`);
    const roles = page.getByRole('table', { name: 'Roles' });
    expect(await roles.getByRole('row').nth(1).textContent()).toMatch(/^Viewer.*AnalystsAnalyst$/);
    await page.getByText(/^You have none yet/).waitFor();
    expect(await page.getByLabel('Present password').count()).toBe(0);
    // Before anybody had signed in, the portal asked who calls.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  }, 60_000);

  it('comes back without a question while the provider still knows them', async () => {
    await signOut();
    complaints.length = 0;
    await page.getByRole('button', { name: /^Sign in with localhost/ }).click();

    await page.getByRole('button', { name: 'Signed in as ada@example.com' }).waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('tells somebody whom nobody has invited what to do, and leaves the other ways in', async () => {
    await signOut();
    await context.clearCookies();
    await atProvider('eve');

    const refusal = page.getByRole('alert');
    await refusal.getByText(/knows eve@example\.com, but nobody has invited you here/).waitFor();
    await refusal.getByText(/^Ask the owner of a domain to invite that address/).waitFor();
    await page.getByRole('form', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('button', { name: /^Sign in with localhost/ }).isEnabled()).toBe(true);
  }, 60_000);
});
