import { renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@tandem/client';
import { checkDatabase, type Home, servingOptions, startEmbeddedPostgres, workerMain } from '@tandem/worker';
import { z } from 'zod';
import { endLeftProcesses, forgetProcesses, noteProcesses } from './left-processes.ts';
import { checkPort } from './port.ts';
import { type Service, startService } from './service.ts';
import { openSession, signIn } from './sign-in.ts';

/** The processes that serve a home: database, API and worker. */
export interface Installation {
  readonly url: string;
  /** What the user should know about the database, as sentences. */
  readonly notes: readonly string[];
  /** Rejects when one of the processes ends without being asked. */
  readonly failed: Promise<never>;
  /** A client with a session of its own. */
  signIn(): Promise<Client>;
  /** A fresh one-use link for a person. */
  signInLink(): Promise<string>;
  /** Writes a fresh token of the project, good for a day, for the owner alone; gives the file. */
  writeToken(projectId: string): Promise<string>;
  /** Writes the cookie of a fresh session, good for twelve hours, for the owner alone; gives the file. */
  writeSession(): Promise<string>;
  /** Makes the health route say that the installation is ready; resolves once it does. */
  announceReady(): Promise<void>;
  /** Lets running work come to a stop, then ends every process, the database last. */
  stop(): Promise<void>;
  /** Ends everything at once; the next start recovers. */
  kill(): void;
}

export interface InstallationOptions {
  readonly port: number;
  readonly databaseUrl: string | undefined;
}

const apiMain = new URL('../../../api/src/main.ts', import.meta.url);
const leftGraceMs = 15_000;
const stopGraceMs = 20_000;
const pending = new Promise<never>(() => undefined);
const Secret = z.object({ secret: z.string() });
const Token = z.object({ token: z.string() });

/**
 * Starts what a home needs. The caller holds the home's lock. Throws Conflict for a port in use, Unavailable where the
 * database or a process does not start; nothing then is left running.
 */
export async function startInstallation(home: Home, options: InstallationOptions): Promise<Installation> {
  try {
    return await startProcesses(home, options);
  } catch (error) {
    await removeSockets(home);
    throw error;
  }
}

async function startProcesses(home: Home, { port, databaseUrl }: InstallationOptions): Promise<Installation> {
  await endLeftProcesses(home.root, leftGraceMs);
  await checkPort(port);
  if (databaseUrl) await checkDatabase(databaseUrl);
  const postgres = databaseUrl
    ? undefined
    : await startEmbeddedPostgres({ dataDir: home.postgres, log: path.join(home.logs, 'postgres.log') });
  const environment = { TANDEM_HOME: home.root, TANDEM_PORT: String(port), DATABASE_URL: databaseUrl ?? postgres!.url };
  const start = (name: string, entry: URL, nodeOptions: readonly string[] = []) =>
    startService({ name, entry, nodeOptions, environment, output: path.join(home.logs, `${name}.output.log`) });
  const services = [start('api', apiMain, servingOptions), start('worker', workerMain)] as const;
  noteProcesses(
    home.root,
    services.map((it) => it.pid),
  );
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all(services.map((it) => it.stop(stopGraceMs)));
    await postgres?.stop();
    forgetProcesses(home.root);
    await removeSockets(home);
  };
  try {
    await Promise.all(services.map((it) => it.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  const databaseGone = postgres?.ended.then(() => {
    if (stopping) return pending;
    throw postgres.whyEnded();
  });
  const failed = Promise.race([...services.map((it) => it.failed), databaseGone ?? pending]);
  failed.catch(() => undefined);
  return {
    ...control(services[0], `http://127.0.0.1:${port}`, home),
    notes: postgres?.notes ?? [],
    failed,
    stop,
    kill: () => {
      stopping = true;
      for (const it of services) it.kill();
    },
  };
}

/** A warehouse's host may still be ending: it serves nobody any more, and does not mind that its socket is gone. */
async function removeSockets(home: Home): Promise<void> {
  await rm(home.sockets, { recursive: true, force: true });
}

function control(api: Service, url: string, home: Home) {
  const secret = async () => Secret.parse(await api.request({ type: 'create-sign-in-link' })).secret;
  return {
    url,
    signIn: async () => signIn(url, await secret()),
    signInLink: async () => `${url}/sign-in#${await secret()}`,
    writeToken: async (projectId: string) => {
      const { token } = Token.parse(await api.request({ type: 'create-token', projectId }));
      return writeSecret(path.join(home.root, 'token'), token);
    },
    writeSession: async () => writeSecret(path.join(home.root, 'session'), await openSession(url, await secret())),
    announceReady: async () => {
      api.send({ type: 'flow-done' });
      const client = createClient({ baseUrl: url });
      while ((await client.getHealth()).status !== 'ready') await sleep(5);
    },
  };
}

/** Whoever reads the file meanwhile gets the old secret or the new one. */
function writeSecret(file: string, secret: string): string {
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
