import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openControlStore, openHome } from '@tandem/adapters-local';
import { startTestPostgres } from '@tandem/adapters-local/test-postgres';
import { expect, it } from 'vitest';

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

it('answers every call that it has taken when it is asked to stop under load, and ends with 0', async () => {
  const postgres = await startTestPostgres();
  const databaseUrl = await postgres.createDatabase();
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-drain-test-'));
  const port = await freePort();
  const child = fork(path.join(import.meta.dirname, '../src/main.ts'), {
    env: { ...process.env, TANDEM_HOME: root, TANDEM_PORT: `${port}`, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const next = (type: string) =>
    new Promise<{ secret: string }>((resolve) => {
      child.on('message', (it: { type: string; secret: string }) => it.type === type && resolve(it));
    });
  await next('ready');
  const link = next('sign-in-link');
  child.send({ type: 'create-sign-in-link', requestId: 'a' });
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ secret: (await link).secret });
  const signedIn = await fetch(`http://127.0.0.1:${port}/api/v1/sessions`, { method: 'POST', headers: json, body });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;

  // Each writer has one connection, and sends the next call when the one before is answered.
  const made: string[] = [];
  const broken: unknown[] = [];
  const writer = async (who: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let k = 0; ; k++) {
      const name = `Domain ${who} ${k}`;
      const outcome = await new Promise<number | Error>((resolve) => {
        const call = request({
          port,
          host: '127.0.0.1',
          path: '/api/v1/domains',
          method: 'POST',
          agent,
          headers: { ...json, cookie },
        });
        call.once('error', resolve).once('response', (reply) => {
          reply
            .resume()
            .once('end', () => resolve(reply.statusCode!))
            .once('error', resolve);
        });
        call.end(JSON.stringify({ name, region: 'eu-west-1' }));
      });
      if (outcome === 201) made.push(name);
      else {
        // A connection that is refused, or that ended before the call came, was not taken.
        const isRefused = outcome instanceof Error && /ECONNREFUSED|ECONNRESET|hang up/.test(String(outcome));
        if (!isRefused) broken.push(outcome);
        return;
      }
    }
  };
  const writers = Promise.all(Array.from({ length: 20 }, (_, who) => writer(who)));
  await expect.poll(() => made.length, { timeout: 60_000 }).toBeGreaterThan(40);

  const began = Date.now();
  child.kill('SIGTERM');
  const [code] = await ended;
  await writers;
  const tookMs = Date.now() - began;
  const store = await openControlStore(databaseUrl);
  const kept = new Set((await store.domains.list()).map((it) => it.name));
  await store.close();
  await postgres.stop();
  for (const folder of [root, openHome(root).sockets]) rmSync(folder, { recursive: true, force: true });

  expect({ code, broken }).toEqual({ code: 0, broken: [] });
  expect(tookMs).toBeLessThan(25_000);
  expect(made.filter((it) => !kept.has(it))).toEqual([]);
  // Every call that changed something was answered: what is there beyond the answers was cut off in the middle.
  expect(kept.size).toBe(made.length);
}, 180_000);
