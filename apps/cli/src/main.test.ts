import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-cli-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const tandem = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, TANDEM_HOME: path.join(folder, 'home') },
  });

const forecast = (...args: string[]) =>
  tandem('forecast', 'run', '--train', 't.csv', '--future', 'f.csv', '--out', 'o.csv', ...args);

it('prints an OpenAPI document without a server', () => {
  const { status, stdout } = tandem('openapi');

  expect(status).toBe(0);
  expect(JSON.parse(stdout).openapi).toBe('3.1.0');
});

it('completes verbs, flags and choices', () => {
  const { status, stdout } = tandem('complete', '--', 'training', 'start', '--w');

  expect(status).toBe(0);
  expect(stdout).toMatch(/^--wait\t/m);
});

it('prints what a shell runs to complete', () => {
  const { status, stdout } = tandem('completion', 'bash');

  expect(status).toBe(0);
  expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0);
  expect(stdout).toContain('tandem complete -- ');
});

it('writes a sample and says how many rows of each file are bad', () => {
  const { status, stdout } = tandem(
    'sample-data',
    '--stores',
    '2',
    '--days',
    '30',
    '--seed',
    '3',
    '--out',
    'sample',
    '--faults',
  );

  expect(status).toBe(0);
  expect(stdout).toMatch(/^bad rows in store_sales\.csv: [1-9]\d*$/m);
  expect(readFileSync(path.join(folder, 'sample/store_sales.csv'), 'utf8')).toMatch(/^store_id,store_name,/);
});

it('ends with 2 for an unknown verb', () => {
  expect(tandem('fly').status).toBe(2);
});

it('ends with 1, a sentence and a mend where files are missing', () => {
  const { status, stderr, stdout } = forecast('--frequency', 'D', '--horizon', '4');

  expect(status).toBe(1);
  expect(stderr).toMatch(/t\.csv cannot be read as CSV/);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stdout).toBe('');
});

it('says before any training that the output cannot be written', () => {
  const { status, stderr } = forecast('--frequency', 'D', '--horizon', '4', '--report', 'nowhere/r.json');

  expect(status).toBe(1);
  expect(stderr).toMatch(/nowhere\/r\.json cannot be written/);
});

it('names the headers that it wants where a data folder holds none of them', () => {
  writeFileSync(path.join(folder, 'x.csv'), 'a,b\n');

  const { status, stderr } = tandem('start', '--data', folder);

  expect(status).toBe(1);
  expect(stderr).toContain('store_id,sales_date,promo,school_holiday');
  expect(existsSync(path.join(folder, 'home'))).toBe(false);
});

it('ends with 130 and no whole file where Ctrl-C stops it', async () => {
  const args = ['sample-data', '--stores', '1115', '--days', '942', '--out', 'sample'];
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], { cwd: folder });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  await expect.poll(() => existsSync(path.join(folder, 'sample')), { timeout: 10_000 }).toBe(true);

  child.kill('SIGINT');
  const status = await new Promise((resolve) => child.once('close', resolve));

  expect(stderr).toBe('Stopped before it was done.\n');
  expect(status).toBe(130);
  expect(readdirSync(path.join(folder, 'sample')).filter((it) => it.endsWith('.csv'))).toEqual([]);
});

it('ends with 130 where Ctrl-C stops a forecast run', async () => {
  const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 600 }, (_, d) => `${i},${day(d)},${(d % 7) * 10 + ((i * 31 + d * 17) % 11)}`),
  );
  writeFileSync(path.join(folder, 't.csv'), `item_id,timestamp,target\n${rows.flat().join('\n')}\n`);
  writeFileSync(path.join(folder, 'f.csv'), `item_id,timestamp\n0,${day(600)}\n`);
  const args = ['forecast', 'run', '--train', 't.csv', '--future', 'f.csv', '--out', 'o.csv'];
  const more = ['--frequency', 'D', '--horizon', '14', '--preset', 'best'];
  const main = path.join(import.meta.dirname, 'main.ts');
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(process.execPath, [main, ...args, ...more], { cwd: folder, env });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  const hasStaged = () => readdirSync(folder).some((it) => it.startsWith('tandem-forecast-'));
  await expect.poll(hasStaged, { timeout: 30_000 }).toBe(true);

  child.kill('SIGINT');
  const status = await new Promise((resolve) => child.once('close', resolve));

  expect(stderr).toMatch(/Stopped before it was done\.\n$/);
  expect(status).toBe(130);
  expect(existsSync(path.join(folder, 'o.csv'))).toBe(false);
});
