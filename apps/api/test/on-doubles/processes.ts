import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openHome } from '@tandem/adapters-local';
import { type Client, createClient } from '@tandem/client';

/** An API and a worker as they are started for users, on a home and a database of their own. */
export interface Processes {
  readonly home: string;
  readonly baseUrl: string;
  readonly client: Client;
  /** Ends both, and gives how; the home is removed. */
  stop(): Promise<(number | null)[]>;
}

const entries = ['../../src/main.ts', '../../../worker/src/main.ts'].map((it) => path.join(import.meta.dirname, it));

/** Without the settings of whoever runs the tests, which may name an account. */
const surroundings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TANDEM|AWS)_/.test(name)));

export async function startProcesses(databaseUrl: string, environment: Record<string, string>): Promise<Processes> {
  const home = mkdtempSync(path.join(tmpdir(), 'tandem-on-doubles-'));
  const port = String(await freePort());
  const env = { ...surroundings, ...environment, TANDEM_HOME: home, TANDEM_PORT: port, DATABASE_URL: databaseUrl };
  const children = entries.map((it) => fork(it, { env, silent: true }));
  const ended = children.map((it) => once(it, 'exit').then(([code]) => code as number | null));
  await Promise.all(children.map((it) => told(it, 'ready')));
  const [api] = children;
  const secret = told(api!, 'sign-in-link');
  api!.send({ type: 'create-sign-in-link', requestId: 'a' });
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    home,
    baseUrl,
    client: await signedIn(baseUrl, (await secret).secret!),
    async stop() {
      for (const it of children) it.kill('SIGTERM');
      const codes = await Promise.all(ended);
      for (const it of [home, openHome(home).sockets]) rmSync(it, { recursive: true, force: true });
      return codes;
    },
  };
}

/** What a process that must end at its start prints, and its exit code. */
export async function refusedStart(entry: 'api' | 'worker', environment: Record<string, string>): Promise<string> {
  const child = fork(entries[entry === 'api' ? 0 : 1]!, { env: { ...surroundings, ...environment }, silent: true });
  let printed = '';
  child.stderr!.on('data', (it) => {
    printed += it;
  });
  const [code] = await once(child, 'close');
  return `${code}: ${printed.trim()}`;
}

interface Message {
  readonly type: string;
  readonly secret?: string;
}

function told(child: ChildProcess, type: string): Promise<Message> {
  let printed = '';
  child.stderr?.on('data', (it) => {
    printed += it;
  });
  return new Promise((resolve, reject) => {
    child.on('message', (it: Message) => it.type === type && resolve(it));
    child.once('exit', (code) => reject(new Error(`a process ended with ${code}: ${printed}`)));
  });
}

async function signedIn(baseUrl: string, secret: string): Promise<Client> {
  let cookie = '';
  const keepCookie: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    return response;
  };
  await createClient({ baseUrl, fetch: keepCookie }).createSession({ body: { secret } });
  return createClient({ baseUrl, cookie });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
