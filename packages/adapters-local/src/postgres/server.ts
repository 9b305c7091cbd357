import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KnownError, Unavailable } from '@tandem/data-model';
import { diskFull, isDiskFull } from '../disk-full.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { readPostmasterNote, stopServer } from './running-server.ts';

export interface Server {
  readonly port: number;
  /** Resolves when the process has ended, asked or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly cluster: string;
  /** File to which the server's log is appended. */
  readonly log: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Starts a server on 127.0.0.1 and waits until it takes connections. Recovery after a crash is part of that, so the
 * wait is long; what only needs a moment, a port just taken or the sessions of a killed server, is tried again.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  for (const end = Date.now() + 20_000; ; await sleep(100)) {
    const outcome = await launch(options);
    if (outcome.server) return outcome.server;
    const passing = /shared memory block|could not bind|Address already in use/.test(outcome.said);
    if (!passing || Date.now() > end) throw failed(options, outcome.said);
  }
}

async function launch(options: ServerOptions): Promise<{ server?: Server; said: string }> {
  const { binaries, account, cluster, settings } = options;
  const port = await freePort();
  const log = openSync(options.log, 'a', 0o600);
  const before = fstatSync(log).size;
  const all = { ...settings, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const child = spawn(
    binaries.postgres,
    ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A session of its own: the terminal's Ctrl-C goes to whoever started it, who stops it when its clients are done.
    { ...account, cwd: '/', detached: true, stdio: ['ignore', log, log], env: { LC_ALL: 'C', TZ: 'UTC' } },
  );
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const end = Date.now() + 120_000; !over && Date.now() < end; await sleep(5)) {
    const note = readPostmasterNote(cluster);
    if (note?.pid === child.pid && note?.ready) return { server: running(child, port, ended, cluster), said: '' };
  }
  const said = readFileSync(options.log).subarray(before).toString().trim();
  if (!over) child.kill('SIGQUIT');
  return { said };
}

function running(child: ChildProcess, port: number, ended: Promise<void>, cluster: string): Server {
  // Where this process ends without stopping the server, by an uncaught error, the server is told on the way out.
  const tell = () => child.kill('SIGINT');
  process.once('exit', tell);
  void ended.then(() => process.off('exit', tell));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid) await stopServer(child.pid, cluster);
    child.ref();
    await ended;
  };
  return { port, ended, stop };
}

function failed({ log, cluster }: ServerOptions, said: string): KnownError {
  const reason = said.split('\n').slice(-4).join(' ') || 'it said nothing';
  if (lacksSpace(cluster, said)) return diskFull(`starting the database in ${cluster}`, reason);
  return new Unavailable(
    `The embedded PostgreSQL did not start: ${reason}`,
    `Its log is ${log}. Give DATABASE_URL to use another server.`,
  );
}

/** A server needs room for another piece of its log of changes, without which it ends; its own log may have no room to say so. */
const neededBytes = 16 * 1024 ** 2;

/** Whether a server that ended, and `said` something before, did so for want of space. */
export function lacksSpace(cluster: string, said: string): boolean {
  if (isDiskFull(said)) return true;
  const { bavail, bsize } = statfsSync(cluster);
  return bavail * bsize < neededBytes;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has a port');
  return address.port;
}
