import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const bench = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

it('lists the benches and exits 2 for an unknown name', () => {
  const { status, stderr } = bench('speed-of-light');

  expect(status).toBe(2);
  expect(stderr).toContain('accuracy --sets DIR');
});

it('says that the folder of sets is missing, and exits 2', () => {
  const { status, stderr } = bench('accuracy', 'somewhere');

  expect(status).toBe(2);
  expect(stderr).toContain('A folder of sets is missing');
});

it('names a peer that is not installed, and goes on', () => {
  const { status, stdout } = bench('kernels', 'statsforecast', '--python', '/nowhere/python3');

  expect(status).toBe(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!).statsforecast.skipped).toContain('/nowhere/python3');
});

it('refuses a preset that is none, and exits 2', () => {
  const { status, stderr } = bench('automl', '--preset', 'quick');

  expect(status).toBe(2);
  expect(stderr).toContain('quick is not a preset');
});
