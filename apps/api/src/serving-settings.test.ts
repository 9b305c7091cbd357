import { expect, it } from 'vitest';
import { readServingSettings } from './serving-settings.ts';

const good = 'w7JZr1l0Yv8mQ2bX9kTq4sNf';
const key = 'kV3nU8sRz5tYc0pLm6hGx1dWb9fJq2aE7iOuXeTrNg4=';
const open = {
  TANDEM_HOST: '0.0.0.0',
  TANDEM_ORIGIN: 'https://tandem.example.com/',
  TANDEM_METRICS_TOKEN: good,
  TANDEM_SECRET_KEY: key,
  DATABASE_URL: `postgresql://tandem:${good}@db/tandem`,
};

it('needs nothing for this machine alone', () => {
  const found = readServingSettings({
    TANDEM_PORT: '4410',
    DATABASE_URL: 'postgresql://postgres:postgres@127.0.0.1/x',
  });

  expect(found).toEqual({
    host: '127.0.0.1',
    origin: 'http://127.0.0.1:4410',
    isProxy: undefined,
    metricsToken: undefined,
    secretKey: undefined,
  });
});

it('takes what is open to others with secrets of its own', () => {
  const { isProxy, ...found } = readServingSettings({ ...open, TANDEM_TRUSTED_PROXIES: '10.0.0.7, 10.1.0.0/16' });

  expect(found).toEqual({ host: '0.0.0.0', origin: 'https://tandem.example.com', metricsToken: good, secretKey: key });
  expect(['10.0.0.7', '10.1.2.3', '10.0.0.8'].map((it) => isProxy?.(it))).toEqual([true, true, false]);
});

it.each([
  [
    'a metrics token that is missing',
    { TANDEM_METRICS_TOKEN: undefined },
    /TANDEM_METRICS_TOKEN is not set.*openssl rand/,
  ],
  [
    'one that everybody knows',
    { TANDEM_METRICS_TOKEN: 'changeme123' },
    /TANDEM_METRICS_TOKEN is a word that everybody/,
  ],
  ['one that is short', { TANDEM_METRICS_TOKEN: 'w7JZr1l0Yv' }, /TANDEM_METRICS_TOKEN can be guessed: it has 10/],
  ['one of one letter', { TANDEM_METRICS_TOKEN: 'a'.repeat(40) }, /TANDEM_METRICS_TOKEN can be guessed: .* 1 of them/],
  ['a key that is missing', { TANDEM_SECRET_KEY: undefined }, /TANDEM_SECRET_KEY is not set.*openssl rand/],
  ['a key that is short', { TANDEM_SECRET_KEY: good }, /TANDEM_SECRET_KEY can be guessed: it has 24/],
  [
    'a known password of the database',
    { DATABASE_URL: 'postgresql://a:postgres@db/x' },
    /password in DATABASE_URL is a word/,
  ],
  ['a known PGPASSWORD', { DATABASE_URL: 'postgresql://a@db/x', PGPASSWORD: 'secret' }, /PGPASSWORD is a word/],
  [
    'a short secret of the identity provider',
    { TANDEM_OIDC_CLIENT_SECRET: 'abc' },
    /TANDEM_OIDC_CLIENT_SECRET can be guessed/,
  ],
  ['an origin without https', { TANDEM_ORIGIN: 'http://tandem.example.com' }, /TANDEM_ORIGIN has no https/],
  ['no origin', { TANDEM_ORIGIN: undefined }, /TANDEM_ORIGIN has no https/],
  [
    'an origin with a path',
    { TANDEM_ORIGIN: 'https://example.com/tandem' },
    /TANDEM_ORIGIN is "https:..example.com.tandem"/,
  ],
  ['a host that is a name', { TANDEM_HOST: 'everywhere' }, /TANDEM_HOST is "everywhere"/],
  ['proxies by name', { TANDEM_TRUSTED_PROXIES: 'proxy.example' }, /TANDEM_TRUSTED_PROXIES is no list/],
])('refuses %s where others reach it, and never shows it', (_, change, message) => {
  const read = () => readServingSettings({ ...open, ...change });

  expect(read).toThrow(message);
  expect(read).not.toThrow(/w7JZ|changeme|aaaa/);
});

it('refuses a weak key for this machine alone too, where one is given', () => {
  expect(() => readServingSettings({ TANDEM_SECRET_KEY: 'secret' })).toThrow(/TANDEM_SECRET_KEY is a word/);
  expect(readServingSettings({ TANDEM_SECRET_KEY: key }).secretKey).toBe(key);
});

it('is open behind a proxy on this machine too', () => {
  const behind = { TANDEM_TRUSTED_PROXIES: '127.0.0.1', DATABASE_URL: open.DATABASE_URL };

  expect(() => readServingSettings(behind)).toThrow(/TANDEM_METRICS_TOKEN is not set/);
});
