import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const bench = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

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
