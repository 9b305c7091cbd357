import { execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive, readPostmasterNote } from './running-server.ts';

const root = process.getuid?.() === 0;
let folder: string;
let dataDir: string;
let started: EmbeddedPostgres[];

const newHome = () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-postgres-test-'));
  if (root) chmodSync(folder, 0o711);
  dataDir = path.join(folder, 'postgres');
  started = [];
};
const stopAll = async () => {
  for (const it of started.splice(0)) await it.stop();
};
const removeHome = async () => {
  await removeEmbeddedPostgres(dataDir).catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
};

const start = async () => {
  const it = await startEmbeddedPostgres({ dataDir, log: path.join(folder, 'postgres.log') });
  started.push(it);
  return it;
};

const query = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

/** Starts the server of `dataDir` from a process of its own, which prints the address once it stands. */
const startElsewhere = (options: SpawnOptions = {}) => {
  const module = path.join(import.meta.dirname, 'embedded-postgres.ts');
  const code = `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const it = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: ${JSON.stringify(path.join(folder, 'log'))} });
    console.info(it.url);
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
};

const clusterOf = (it: EmbeddedPostgres) => path.join(it.where, 'cluster');

describe('in one home, start after start', () => {
  beforeAll(newHome);
  afterEach(stopAll);
  afterAll(removeHome);

  it('asks for the password, which only its owner can read', async () => {
    const { url } = await start();

    const wrong = new URL(url);
    wrong.password = 'guess';

    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);
  });

  it('stops the server that a killed process left behind, and starts its own', async () => {
    const child = startElsewhere();
    const [line] = await once(child.stdout!, 'data');
    const left = String(line).trim();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await query(left, 'create table left_behind as select 7 as n');

    const { url } = await start();

    await expect(query(left, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    expect(await query(url, 'select n from left_behind')).toEqual([{ n: 7 }]);
  });

  it('recovers what was committed before the server itself was killed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 7 as n');
    process.kill(readPostmasterNote(clusterOf(first))!.pid, 'SIGKILL');
    await first.ended;

    const second = await start();

    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it("leaves a stranger alone that has got the dead server's process number", async () => {
    const first = await start();
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    const note = `${stranger.pid}\n${clusterOf(first)}\n1\n1\n\n127.0.0.1\n1 1\nready   \n`;
    writeFileSync(path.join(clusterOf(first), 'postmaster.pid'), note);

    const second = await start();

    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(stranger.pid!)).toBe(true);
    stranger.kill();
  });

  it("runs in a session of its own, out of reach of the terminal's Ctrl-C", async () => {
    const it = await start();

    const { pid } = readPostmasterNote(clusterOf(it))!;
    const session = execFileSync('ps', ['-o', 'sid=', '-p', String(pid)], { encoding: 'utf8' });

    expect(Number(session)).toBe(pid);
  });

  it.runIf(root)('keeps the database in a home that the account can reach', async () => {
    const it = await start();

    expect(it.where).toBe(dataDir);
    expect(statSync(clusterOf(it)).uid).not.toBe(0);
    expect(it.notes).toEqual([]);
  });
});

describe('in a home of its own', () => {
  beforeEach(newHome);
  afterEach(async () => {
    await stopAll();
    await removeHome();
  });

  it('keeps what was committed when it is stopped and started again, also under a deep path with spaces', async () => {
    dataDir = path.join(folder, 'a home with spaces', 'deep'.repeat(30), 'postgres');
    const first = await start();
    await query(first.url, 'create table kept as select 7 as n');
    await first.stop();

    const second = await start();

    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(await query(second.url, "select current_setting('fsync') as fsync, 'Ä' ilike 'ä' as folds")).toEqual([
      { fsync: 'on', folds: true },
    ]);
  });

  it('makes the cluster anew where the first start was killed halfway', async () => {
    const child = startElsewhere();
    const half = () =>
      existsSync(dataDir) && spawnSync('ls', [dataDir], { encoding: 'utf8' }).stdout.includes('making');
    while (!half()) await sleep(5);
    await sleep(100);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const { url } = await start();

    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says so, rather than starting empty, where the database is gone', async () => {
    const first = await start();
    await first.stop();
    rmSync(clusterOf(first), { recursive: true });

    await expect(start()).rejects.toThrow(/The database of this home was in .* and is gone/);
  });

  describe.runIf(root)('as root', () => {
    it('keeps it elsewhere for a closed home, says where, and finds it again', async () => {
      chmodSync(folder, 0o700);

      const first = await start();
      await query(first.url, 'create table kept as select 7 as n');
      await first.stop();
      const second = await start();

      expect(second.where).toMatch(/^\/(var\/lib|opt)\/tandem\/[0-9a-f]{12}/);
      expect(statSync(second.where).mode & 0o777).toBe(0o700);
      expect(second.notes[0]).toContain(second.where);
      expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    });

    it('does not take the database of an earlier home for that of a new one', async () => {
      chmodSync(folder, 0o700);
      const first = await start();
      await first.stop();
      rmSync(dataDir, { recursive: true });

      const second = await start();

      expect(second.where).toBe(`${first.where}-2`);
      expect(second.notes.join()).toContain(first.where);
      rmSync(first.where, { recursive: true });
    });

    it('serves a home of an ordinary user under that user', async () => {
      mkdirSync(dataDir);
      for (const it of [folder, dataDir]) chownSync(it, 65_534, 65_534);
      const child = startElsewhere({ uid: 65_534, gid: 65_534, cwd: '/' });
      const [line] = await once(child.stdout!, 'data');
      expect(String(line)).toMatch(/^postgresql:/);
      child.kill('SIGKILL');
      await once(child, 'exit');

      const it = await start();

      expect(it.where).toBe(dataDir);
      const { pid } = readPostmasterNote(clusterOf(it))!;
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534/m);
    });
  });
});
