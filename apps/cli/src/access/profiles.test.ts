import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chosenServer, serverUrl } from './chosen-server.ts';
import { profilesFile, readProfiles, writeProfiles } from './profiles.ts';

let folder: string;
let file: string;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-profiles-'));
  environment = { XDG_CONFIG_HOME: folder };
  file = profilesFile(environment);
});
afterEach(() => rmSync(folder, { recursive: true }));

const two = {
  current: 'work',
  profiles: {
    work: { url: 'https://a.example', token: 'tnd_a' },
    home: { url: 'http://127.0.0.1:4400', cookie: 's=b' },
  },
};

it('keeps profiles for their owner alone, and no file without any', () => {
  writeProfiles(file, two);

  expect(readProfiles(file)).toEqual(two);
  expect([statSync(file).mode & 0o777, statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
  writeProfiles(file, { current: null, profiles: {} });
  expect(existsSync(file)).toBe(false);
});

it('uses no tokens that others may have read', () => {
  writeProfiles(file, two);
  chmodSync(file, 0o644);

  expect(() => chosenServer(environment)).toThrow(/Others can read/);
});

it('chooses by the environment, then the named profile, then the last login, and leaves a named home alone', () => {
  writeProfiles(file, two);
  const chosen = (more: NodeJS.ProcessEnv) => chosenServer({ ...environment, ...more });

  expect(chosen({})).toMatchObject({ baseUrl: 'https://a.example', token: 'tnd_a' });
  expect(chosen({ TANDEM_PROFILE: 'home' })).toMatchObject({ baseUrl: 'http://127.0.0.1:4400', cookie: 's=b' });
  expect(chosen({ TANDEM_HOME: '/srv/tandem' })).toBeUndefined();
  expect(chosen({ TANDEM_HOME: '/srv/tandem', TANDEM_PROFILE: 'work' })?.token).toBe('tnd_a');
  const named = { TANDEM_URL: 'https://b.example/', TANDEM_TOKEN: 'tnd_c', TANDEM_PROFILE: 'home' };
  expect(chosen(named)).toEqual({ baseUrl: 'https://b.example', token: 'tnd_c', by: 'TANDEM_URL' });
  expect(() => chosen({ TANDEM_PROFILE: 'none' })).toThrow(/no profile none/);
  expect(chosenServer({ XDG_CONFIG_HOME: path.join(folder, 'empty') })).toBeUndefined();
});

it("sends a server's token to no other server", () => {
  writeProfiles(file, two);

  expect(chosenServer({ ...environment, TANDEM_URL: 'https://b.example' })?.token).toBeUndefined();
});

it.each(['ftp://a', 'nowhere', 'http://10.0.0.1', 'http://127.0.0.1.example.com', 'http://localhost.example.com'])(
  'takes %s for no server that a token may be sent to',
  (url) => {
    expect(() => serverUrl(url, '--url')).toThrow(/^--url is|^--url begins/);
  },
);

it.each(['http://localhost:4400', 'http://[::1]:4400', 'https://tandem.example.com'])('takes %s', (url) => {
  expect(serverUrl(`${url}/path`, '--url')).toBe(url);
});
