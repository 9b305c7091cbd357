import { type Client, createClient } from '@tandem/client';
import { InvalidInput } from '@tandem/data-model';
import { chosenServer, serverUrl } from './access/chosen-server.ts';
import { profilesFile, readProfiles, writeProfiles } from './access/profiles.ts';
import { readSecret } from './access/read-secret.ts';
import { openSession } from './installation/sign-in.ts';
import { shownText } from './terminal/shown-text.ts';
import { untilStopped } from './until-stopped.ts';
import { withServer } from './with-server.ts';

type Principal = Awaited<ReturnType<Client['getMe']>>;

/** Keeps what opens a server, from standard input, once the server has taken it; `tandem login`. */
export async function login({ url, profile = 'default' }: { url?: string; profile?: string }): Promise<void> {
  const file = profilesFile(process.env);
  const known = readProfiles(file);
  if (!/^[\w.-]{1,64}$/.test(profile)) {
    throw new InvalidInput(`"${profile}" is no name of a profile.`, 'Use letters, digits, ., _ and -, at most 64.');
  }
  const given = await untilStopped((signal) => readSecret('Token, or sign-in link: ', signal));
  const [, address, linkSecret] = /^(https?:\/\/[^#]*)#(.+)$/.exec(given) ?? [];
  const to = url ?? address;
  if (to === undefined) throw new InvalidInput('It is not said where to log in.', 'Give --url URL.');
  const baseUrl = serverUrl(to, url === undefined ? 'The link' : '--url');
  const opens = linkSecret ? { cookie: await openSession(baseUrl, linkSecret) } : { token: given };
  const me = await createClient({ baseUrl, ...opens }).getMe();
  writeProfiles(file, { current: profile, profiles: { ...known.profiles, [profile]: { url: baseUrl, ...opens } } });
  process.stdout.write(`Logged in to ${baseUrl} as ${who(me)}.\nThe profile ${profile} is in ${file}.\n`);
}

/** Forgets a profile, and ends its session; `tandem logout`. */
export async function logout(given: string | undefined): Promise<void> {
  const file = profilesFile(process.env);
  const { current, profiles } = readProfiles(file);
  const name = given ?? current;
  const profile = name === null ? undefined : profiles[name];
  if (name === null || !profile) {
    throw new InvalidInput(
      name === null ? 'Nobody is logged in.' : `There is no profile ${name}.`,
      `Profiles are in ${file}; tandem login makes one.`,
    );
  }
  const { [name]: _, ...others } = profiles;
  writeProfiles(file, { current: current === name ? null : current, profiles: others });
  process.stdout.write(`Logged out of ${profile.url}; the profile ${name} is removed.\n`);
  if (profile.cookie) {
    await createClient({ baseUrl: profile.url, cookie: profile.cookie })
      .deleteSession()
      .catch((error: unknown) => {
        if (!(error instanceof Error)) throw error;
        console.error(`Its session could not be ended, and ends by itself: ${shownText(error.message)}`);
      });
  } else process.stdout.write('Its token stays good until it expires or is revoked.\n');
}

/** Prints where verbs go, and as whom; `tandem whoami`. */
export async function whoami(isJson: boolean): Promise<void> {
  const chosen = chosenServer(process.env);
  const { me, where } = await withServer('tandem whoami', async ({ client, where }) => ({
    me: await client.getMe(),
    where,
  }));
  if (isJson) process.stdout.write(`${JSON.stringify(me, null, 2)}\n`);
  else process.stdout.write(`${who(me)}\nat ${where}${chosen ? `, by ${chosen.by}` : ''}\n`);
}

const who = ({ kind, name, projectId, expiresAt }: Principal) =>
  `${shownText(name)}, by a ${kind} that ${projectId === null ? 'reaches the domain' : `reaches ${projectId}`} until ${expiresAt}`;
