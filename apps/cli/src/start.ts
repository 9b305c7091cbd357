import { bringToReady, checkFiles, type Goal } from './flow/bring-to-ready.ts';
import { readySummary } from './flow/ready-summary.ts';
import { lockHome } from './installation/home-lock.ts';
import { type Installation, startInstallation } from './installation/installation.ts';
import { openHomeFolders } from './installation/open-home.ts';
import { publishServer, withdrawServer } from './installation/server-note.ts';
import { onStopSignals } from './installation/stop-signals.ts';
import { readSettings } from './settings.ts';
import { openProgress, type ProgressView } from './terminal/progress.ts';

export interface StartOptions {
  readonly data?: string;
  readonly stores: number;
  readonly days: number;
  readonly empty: boolean;
}

/** A token is good for a day, a session for half of one. */
const renewMs = 6 * 3_600_000;

/** Starts everything on a home and serves until it is stopped; `tandem start`. */
export async function start({ data, stores, days, empty }: StartOptions): Promise<void> {
  const settings = readSettings(process.env);
  const goal: Goal = { root: settings.home, data, sample: { stores, days } };
  // Wrong files are told at once, before anything is made or started.
  if (!empty) await checkFiles(goal);
  const home = openHomeFolders(settings.home);
  const lock = lockHome(home.root, 'tandem start');
  const view = openProgress(process.stdout);
  const stopping = new AbortController();
  let installation: Installation | undefined;
  const unlisten = onStopSignals(
    () => stopping.abort(),
    () => {
      installation?.kill();
      process.exit(130);
    },
  );
  try {
    installation = await view.step('processes', async () => {
      const it = await startInstallation(home, settings);
      return [`database, API and worker; home ${home.root}`, it] as const;
    });
    const serving = empty
      ? serveAsItIs(installation, home.root, stopping.signal)
      : serve(installation, goal, view, stopping.signal);
    await Promise.race([serving, installation.failed, aborted(stopping.signal)]);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    stopping.abort();
    view.close();
    if (installation) process.stdout.write('Stopping.\n');
    withdrawServer(home.root);
    await installation?.stop();
    lock.release();
    unlisten();
  }
}

/** Brings the home to ready, says so, and serves until the signal. */
async function serve(installation: Installation, goal: Goal, view: ProgressView, signal: AbortSignal): Promise<void> {
  for (const it of installation.notes) view.say(it);
  const client = await installation.signIn();
  const { projectId, tokenFile } = await bringToReady({ client, view, signal }, installation, goal);
  await installation.announceReady();
  const signInLink = await installation.signInLink();
  const summary = await readySummary(client, { url: installation.url, signInLink, tokenFile, projectId });
  signal.throwIfAborted();
  process.stdout.write(summary);
  await renewed(() => Promise.all([installation.writeToken(projectId), installation.writeSession()]), signal);
}

/** Serves what the home holds, with a session for verbs, until the signal. */
async function serveAsItIs(installation: Installation, root: string, signal: AbortSignal): Promise<void> {
  for (const it of installation.notes) process.stdout.write(`${it}\n`);
  publishServer(root, { url: installation.url, sessionFile: await installation.writeSession() });
  await installation.announceReady();
  const signInLink = await installation.signInLink();
  signal.throwIfAborted();
  process.stdout.write(`sign in: ${signInLink}\nready ${installation.url}\n`);
  await renewed(() => installation.writeSession(), signal);
}

/** Keeps what opens the server fresh until the signal. */
async function renewed(renew: () => Promise<unknown>, signal: AbortSignal): Promise<never> {
  const renewal = setInterval(() => renew().catch(() => undefined), renewMs);
  signal.addEventListener('abort', () => clearInterval(renewal), { once: true });
  return aborted(signal);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
