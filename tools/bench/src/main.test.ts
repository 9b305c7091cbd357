import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('prints the figures of a set as the last line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tandem-set-'));
  const about = {
    name: 'saw',
    file: 'saw.csv',
    frequency: 'M',
    seasonality: 12,
    horizon: 6,
    windows: 1,
    step: 6,
    quantiles: [0.1, 0.5, 0.9],
  };
  writeFileSync(join(dir, 'saw.json'), JSON.stringify({ ...about, known: [], past: [] }));
  const rows = Array.from(
    { length: 72 },
    (_, t) => `saw,${2015 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, '0')}-01,${100 + (t % 12) + t / 3}`,
  );
  writeFileSync(join(dir, 'saw.csv'), ['item_id,timestamp,target', ...rows].join('\n'));

  const { status, stdout } = bench('accuracy', '--sets', dir, 'saw', '--preset', 'fast');

  expect(status).toBe(0);
  const { saw } = JSON.parse(stdout.trim().split('\n').at(-1)!);
  // A straight line and a fixed season: nearly nothing is left to err on; seasonal naive would have a MASE of 1.
  expect(saw.MASE).toBeLessThan(0.1);
  expect(saw).toMatchObject({ windows: 1, rss_mb: expect.any(Number), cover80: expect.any(Number) });
}, 20_000);

it('trains generated stores by a preset, and gives seconds and memory', () => {
  const { status, stdout } = bench('automl', '--series', '6', '--days', '200', '--preset', 'fast');

  expect(status).toBe(0);
  const figures = JSON.parse(stdout.trim().split('\n').at(-1)!);
  expect(figures).toMatchObject({ series: 6, days: 200, fast_s: expect.any(Number), rss_mb: expect.any(Number) });
  expect(figures.fast_test_sql).toBeLessThan(1);
}, 60_000);

it('refuses a preset that is none, and exits 2', () => {
  const { status, stderr } = bench('automl', '--preset', 'quick');

  expect(status).toBe(2);
  expect(stderr).toContain('quick is not a preset');
});
