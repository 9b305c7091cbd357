import type { ClientOptions } from '@tandem/client';
import { InvalidInput } from '@tandem/data-model';
import { profilesFile, readProfiles } from './profiles.ts';

/** A server that is not the home's own, and what opens it. */
export interface ChosenServer extends Pick<ClientOptions, 'token' | 'cookie'> {
  readonly baseUrl: string;
  /** Who chose it, for a sentence, such as `the profile work`. */
  readonly by: string;
}

/**
 * The server that the environment or a profile names; undefined where verbs work on the home of this machine. First
 * TANDEM_URL, then TANDEM_PROFILE, then the profile of the last login, unless TANDEM_HOME names a home.
 */
export function chosenServer(environment: NodeJS.ProcessEnv): ChosenServer | undefined {
  const { TANDEM_URL, TANDEM_TOKEN, TANDEM_PROFILE, TANDEM_HOME } = environment;
  if (TANDEM_URL) {
    const baseUrl = serverUrl(TANDEM_URL, 'TANDEM_URL');
    if (TANDEM_TOKEN) return { baseUrl, token: TANDEM_TOKEN.trim(), by: 'TANDEM_URL' };
    const known = Object.values(readProfiles(profilesFile(environment)).profiles).find((it) => it.url === baseUrl);
    return { baseUrl, ...openedBy(known ?? {}), by: 'TANDEM_URL' };
  }
  if (TANDEM_HOME && !TANDEM_PROFILE) return undefined;
  const { current, profiles } = readProfiles(profilesFile(environment));
  const name = TANDEM_PROFILE || current;
  if (!name) return undefined;
  const profile = profiles[name];
  if (profile) return { baseUrl: profile.url, ...openedBy(profile), by: `the profile ${name}` };
  const known = Object.keys(profiles);
  throw new InvalidInput(
    `There is no profile ${name}.`,
    known.length > 0
      ? `Give one of ${known.join(', ')}, or make it: tandem login --url URL --profile ${name}`
      : `Make it: tandem login --url URL --profile ${name}`,
  );
}

const openedBy = ({ token, cookie }: { token?: string | undefined; cookie?: string | undefined }) => ({
  ...(token ? { token } : {}),
  ...(cookie ? { cookie } : {}),
});

/** The origin of a server. Throws InvalidInput where it is none, or where a token would travel in the clear. */
export function serverUrl(text: string, from: string): string {
  const mend = 'Give the address of a Tandem server, such as https://tandem.example.com or http://127.0.0.1:4400.';
  if (!URL.canParse(text)) throw new InvalidInput(`${from} is "${text}", which is no address.`, mend);
  const { protocol, hostname, origin } = new URL(text);
  if (protocol === 'https:') return origin;
  if (protocol !== 'http:') throw new InvalidInput(`${from} begins with ${protocol}, not http: or https:.`, mend);
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)) return origin;
  throw new InvalidInput(
    `${from} is ${origin}: over plain http, everybody on the way could read the token.`,
    `Use https://${hostname}, or a tunnel to 127.0.0.1.`,
  );
}
