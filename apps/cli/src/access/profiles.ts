import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { InvalidInput } from '@tandem/data-model';
import { z } from 'zod';
import { makeFolder } from '../make-folder.ts';

const Profile = z.strictObject({
  url: z.url(),
  /** What is sent with each call: a token, or the cookie of a session. */
  token: z.string().optional(),
  cookie: z.string().optional(),
});
export type Profile = z.infer<typeof Profile>;

const Profiles = z.strictObject({
  /** The profile that verbs use where none is named; null after its logout. */
  current: z.string().nullable(),
  profiles: z.record(z.string(), Profile),
});
export type Profiles = z.infer<typeof Profiles>;

/** The file of profiles: under XDG_CONFIG_HOME, or `.config` of the user's folder. */
export const profilesFile = ({ XDG_CONFIG_HOME, HOME }: NodeJS.ProcessEnv): string =>
  path.join(XDG_CONFIG_HOME || path.join(HOME || homedir(), '.config'), 'tandem', 'profiles.json');

/** The profiles of a file; none where there is no file. Throws InvalidInput where others could read it, or it is damaged. */
export function readProfiles(file: string): Profiles {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { current: null, profiles: {} };
    throw new InvalidInput(`${file} cannot be read: ${(cause as Error).message}`, 'Make it readable, or remove it.', {
      cause,
    });
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new InvalidInput(
      `Others can read ${file}, which holds the tokens of servers.`,
      `Close it, and have its tokens revoked if somebody may have read them: chmod 600 ${file}`,
    );
  }
  try {
    return Profiles.parse(JSON.parse(text));
  } catch (cause) {
    throw new InvalidInput(`${file} does not hold profiles of servers.`, 'Remove it, and log in again.', { cause });
  }
}

/** Replaces the file in one step, readable by its owner alone; without any profile it is removed. */
export function writeProfiles(file: string, profiles: Profiles): void {
  if (Object.keys(profiles.profiles).length === 0) {
    rmSync(file, { force: true });
    return;
  }
  try {
    makeFolder(path.dirname(file), 'the folder of profiles', 0o700);
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(`${file}.new`, file);
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput(
      `${file} cannot be written: ${(cause as Error).message}`,
      'Give another folder: XDG_CONFIG_HOME=DIR',
      { cause },
    );
  }
}
