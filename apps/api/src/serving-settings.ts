import { isIP } from 'node:net';
import { InvalidInput } from '@tandem/data-model';
import { addressList } from './client-address.ts';

export interface ServingSettings {
  /** Address to listen at. */
  readonly host: string;
  /** Where people reach this process, without a slash at the end. */
  readonly origin: string;
  /** Whether an address is a proxy whose word is taken for whom it calls on behalf of. */
  readonly isProxy: ((address: string) => boolean) | undefined;
  /** What whoever reads `/metrics` has to send; without it, that is for this machine alone. */
  readonly metricsToken: string | undefined;
  /** What secrets are encrypted with that have to be told to others again; without it, the home makes a key. */
  readonly secretKey: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const leastSecret = 16;
/** Guesses at it need no server: a copy of the database is enough. */
const leastKey = 32;
const howTo = 'Make one by: openssl rand -base64 32';

/** What everybody knows; as such, or with digits behind it. */
const known =
  /^(admin|change-?me|default|example|guest|letmein|minio(admin)?|password|postgres|root|secret|tandem|test|token)[-_!\d]*$/i;

/**
 * How this process is reached. The default is this machine alone, by plain http, and needs no secret: `npm start` makes
 * the database's password. Everything else is open to others, and then a secret that is missing, short or known to
 * everybody is refused, as is an origin without https. Throws InvalidInput, which names each variable and its mend.
 */
export function readServingSettings(env: Environment): ServingSettings {
  const { TANDEM_HOST: host = '127.0.0.1', TANDEM_PORT: port = '4400', TANDEM_METRICS_TOKEN, TANDEM_SECRET_KEY } = env;
  const local = `http://127.0.0.1:${port}`;
  const origin = env.TANDEM_ORIGIN || local;
  const proxies = (env.TANDEM_TRUSTED_PROXIES ?? '').split(',').map((it) => it.trim());
  const isProxy = addressList(proxies.filter((it) => it !== ''));
  const faults: string[] = [];
  if (isIP(host) === 0)
    faults.push(`TANDEM_HOST is "${host}". Give an IP address, such as 0.0.0.0 for all of this machine's.`);
  if (!isOrigin(origin))
    faults.push(`TANDEM_ORIGIN is "${origin}". Give scheme and host alone, such as https://tandem.example.com.`);
  if (!isProxy) faults.push('TANDEM_TRUSTED_PROXIES is no list of addresses. Give such as 10.0.0.7,10.1.0.0/16.');
  const toOthers = faults.length === 0 && isOpen(host, origin, proxies);
  if (toOthers || TANDEM_SECRET_KEY) faults.push(...secretFaults('TANDEM_SECRET_KEY', TANDEM_SECRET_KEY, leastKey));
  if (toOthers) {
    if (!origin.startsWith('https:')) {
      faults.push(
        'TANDEM_ORIGIN has no https: sessions would cross the network in the clear. Set it to the https address at which a proxy with a certificate serves this process.',
      );
    }
    faults.push(
      ...secretFaults('TANDEM_METRICS_TOKEN', TANDEM_METRICS_TOKEN),
      ...(env.TANDEM_OIDC_CLIENT_SECRET
        ? secretFaults('TANDEM_OIDC_CLIENT_SECRET', env.TANDEM_OIDC_CLIENT_SECRET)
        : []),
      ...passwordFaults(env),
    );
  }
  if (faults.length > 0) {
    throw new InvalidInput(
      `The API does not start:\n- ${faults.join('\n- ')}\n`,
      'apps/api/README.md lists what is read.',
    );
  }
  return {
    host,
    origin: new URL(origin).origin,
    isProxy: proxies.some((it) => it !== '') ? isProxy : undefined,
    metricsToken: TANDEM_METRICS_TOKEN || undefined,
    secretKey: TANDEM_SECRET_KEY || undefined,
  };
}

/** Whether anybody but this machine may reach it, directly or by a proxy. */
function isOpen(host: string, origin: string, proxies: readonly string[]): boolean {
  return !isLoopback(host) || !isLoopback(new URL(origin).hostname) || proxies.some((it) => it !== '');
}

const isLoopback = (host: string) => /^(127\.[\d.]+|::1|\[::1\]|localhost)$/.test(host);

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash, username } = new URL(text);
  return pathname === '/' && search === '' && hash === '' && username === '';
}

function secretFaults(name: string, secret: string | undefined, least = leastSecret): string[] {
  if (!secret) return [`${name} is not set, and others reach this process. ${howTo}`];
  if (known.test(secret)) return [`${name} is a word that everybody knows. ${howTo}`];
  if (secret.length < least || new Set(secret).size < 8) {
    return [
      `${name} can be guessed: it has ${secret.length} characters, ${new Set(secret).size} of them different. ${howTo}`,
    ];
  }
  return [];
}

/** The database's password, where it has one here: a socket, a certificate or a password file need none. */
function passwordFaults({ DATABASE_URL = '', PGPASSWORD }: Environment): string[] {
  const url = URL.canParse(DATABASE_URL) ? new URL(DATABASE_URL) : undefined;
  const password = url?.password ? decodeURIComponent(url.password) : PGPASSWORD;
  return password ? secretFaults(url?.password ? 'The password in DATABASE_URL' : 'PGPASSWORD', password) : [];
}
