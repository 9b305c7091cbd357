import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The `tandem` command. */
export const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A real installation in a home of its own, on a free port, started as a person would start it. */
export interface RunningInstallation {
  readonly home: string;
  readonly url: string;
  readonly signInLink: string;
  /** The command that start-up printed. */
  readonly curl: string;
  readonly secondsToReady: number;
  /** Everything that start-up wrote. */
  output(): string;
  /** Sends a signal to the supervisor and gives its exit code. */
  stop(signal: 'SIGINT' | 'SIGTERM'): Promise<number | null>;
}

export interface Place {
  readonly home: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

export async function newPlace(): Promise<Place> {
  const home = mkdtempSync(path.join(tmpdir(), 'tandem-journey-'));
  // So that root's database, which another user runs, lies in it and goes with it.
  chmodSync(home, 0o711);
  const port = await freePort();
  const env: NodeJS.ProcessEnv = { ...process.env, TANDEM_HOME: home, TANDEM_PORT: String(port) };
  delete env.DATABASE_URL;
  return { home, port, env, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Runs `tandem ARGS` to its end. */
export const tandem = ({ env }: Place, ...args: string[]) => run(env, process.execPath, main, ...args);

/** Runs a command to its end; what it wrote is in one text. */
export async function run(
  env: NodeJS.ProcessEnv,
  command: string,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output: output() };
}

export async function startInstallation({ home, env }: Place, ...args: string[]): Promise<RunningInstallation> {
  const started = performance.now();
  const child = spawn(process.execPath, [main, 'start', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (/^ready http\S+$/m.test(output())) resolve();
    });
    void ended.then((code) => reject(new Error(`tandem start ended with ${code}:\n${output()}`)));
  });
  const secondsToReady = (performance.now() - started) / 1000;
  const found = (pattern: RegExp) => pattern.exec(output())?.[1] ?? '';
  return {
    home,
    url: found(/^ready (http\S+)$/m),
    signInLink: found(/^sign in: (\S+)$/m),
    curl: found(/^(curl .+)$/m),
    secondsToReady,
    output,
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
