import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openControlStore, openHome, servingOptions } from '@tandem/adapters-local';
import { startTestPostgres } from '@tandem/adapters-local/test-postgres';

/** The API as `npm start` runs it, on a database and a home of its own, with a project and a token. */
export interface Serving {
  readonly port: number;
  readonly url: string;
  readonly headers: { readonly authorization: string };
  readonly projectId: string;
  /** A cookie of a new session, which reaches the whole domain. */
  session(): Promise<string>;
  /** Resident memory of the process, in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

const main = path.resolve(import.meta.dirname, '../../../../apps/api/src/main.ts');

export async function serve(): Promise<Serving> {
  const postgres = await startTestPostgres();
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-api-bench-'));
  const { sockets } = openHome(root);
  const databaseUrl = await postgres.createDatabase();
  const port = await freePort();
  const environment = {
    TANDEM_HOME: root,
    TANDEM_PORT: `${port}`,
    DATABASE_URL: databaseUrl,
    // The limit is for callers that run away, which this one does.
    TANDEM_CALLS_PER_SECOND: '1000000',
  };
  const child = fork(main, {
    execArgv: [...process.execArgv, ...servingOptions],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await heard(child, 'ready');
  const projectId = await newProject(databaseUrl);
  const told = heard(child, 'token');
  child.send({ type: 'create-token', requestId: 'bench', projectId });
  const { token } = await told;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    headers: { authorization: `Bearer ${token}` },
    projectId,
    async session() {
      const link = heard(child, 'sign-in-link');
      child.send({ type: 'create-sign-in-link', requestId: 'bench' });
      const reply = await fetch(`http://127.0.0.1:${port}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret: (await link).secret }),
      });
      return reply.headers
        .getSetCookie()
        .map((it) => it.split(';')[0])
        .join('; ');
    },
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await postgres.stop();
      for (const folder of [root, sockets]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function newProject(databaseUrl: string): Promise<string> {
  const store = await openControlStore(databaseUrl);
  const domain = await store.domains.create({ name: 'Bench', region: 'eu-west-1', portalUrl: 'http://localhost' });
  const profile = await store.projectProfiles.create(domain.id, { name: 'Bench', blueprints: [] });
  const ids = { domainId: domain.id, profileId: profile.id };
  const project = await store.projects.create({ ...ids, name: 'Bench', catalogName: 'bench', steps: [] });
  // No worker provisions it; else the stream of its steps would never end.
  await store.projects.update(project.id, { state: 'active' });
  await store.close();
  return project.id;
}

interface Message {
  readonly type: string;
  readonly token?: string;
  readonly secret?: string;
}

function heard(child: ChildProcess, type: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the API ended with ${code}`)));
    child.on('message', (it: Message) => {
      if (it.type === type) resolve(it);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
