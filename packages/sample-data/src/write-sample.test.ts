import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SampleOptions } from './sample-options.ts';
import { writeSample } from './write-sample.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tandem-sample-'));
afterAll(() => rmSync(root, { recursive: true }));

const small: SampleOptions = { stores: 20, days: 400, seed: 1 };
let count = 0;
const write = async (options: SampleOptions) => {
  const dir = path.join(root, String(count++));
  const summary = await writeSample(options, dir);
  return { dir, summary, lines: (name: string) => linesOf(dir, name), hash: hashOf(dir) };
};
const linesOf = (dir: string, name: string) =>
  readFileSync(path.join(dir, `${name}.csv`), 'utf8')
    .split('\n')
    .slice(0, -1);

/** One hash of all files, names included. */
function hashOf(dir: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(dir).sort()) hash.update(name).update(readFileSync(path.join(dir, name)));
  return hash.digest('hex');
}

it('writes the same bytes for the same seed, today and when samples were first published', async () => {
  const [once, again] = [await write(small), await write(small)];

  expect(again.hash).toBe(once.hash);
  expect(once.hash).toMatchInlineSnapshot(`"8da4c03fe3172089b584977edba4a312e3acea759de8c3e08521bde740ae7a3b"`);
});

it('writes other bytes for another seed', async () => {
  expect((await write({ ...small, seed: 2 })).hash).not.toBe((await write(small)).hash);
});

it('writes the same bytes in another time zone and another language', async () => {
  const dir = path.join(root, 'elsewhere');
  const module = JSON.stringify(path.join(import.meta.dirname, 'write-sample.ts'));
  const script = `(await import(${module})).writeSample(${JSON.stringify(small)}, ${JSON.stringify(dir)})`;

  const child = spawnSync(process.execPath, ['--input-type=module', '-e', `await ${script}`], {
    env: { PATH: process.env.PATH, TZ: 'Asia/Seoul', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    encoding: 'utf8',
  });

  expect(child.stderr).toBe('');
  expect(hashOf(dir)).toBe((await write(small)).hash);
});

it('writes the four files with their headers and counts their records', async () => {
  const { lines, summary } = await write(small);

  expect(lines('store_sales')[0]).toBe('store_id,store_name,store_address,city,state,country,sales_date,total_sales');
  expect(lines('store_promotions')[0]).toBe('store_id,sales_date,promo,school_holiday');
  expect(lines('date_dim')[0]).toBe('date_key,date_time,week,month,quarter,year,weekday');
  expect(lines('truth')[0]).toBe('store_id,sales_date,mean,p10,p20,p30,p40,p50,p60,p70,p80,p90,actual');
  expect(summary.files.map((it) => [it.name, it.rows])).toEqual(
    ['store_sales', 'store_promotions', 'date_dim', 'truth'].map((it) => [`${it}.csv`, lines(it).length - 1]),
  );
  expect(summary).toMatchObject({
    firstDay: '2025-09-27',
    lastDay: '2026-10-31',
    holdoutEnd: '2026-12-26',
    faults: [],
  });
});

it('tells the outcomes of the holdout in truth.csv alone', async () => {
  const { lines } = await write(small);
  const truth = lines('truth')
    .slice(1)
    .map((it) => it.split(','));

  const sold = truth.filter((it) => it[1]! <= '2026-10-31');
  const heldOut = truth.filter((it) => it[1]! > '2026-10-31');

  expect(sold.every((it) => it.at(-1) === '')).toBe(true);
  expect(heldOut.every((it) => /^\d+\.\d\d$/.test(it.at(-1)!))).toBe(true);
  expect(
    lines('store_sales')
      .slice(1)
      .every((it) => /,20\d\d-\d\d-\d\d,\d+\.\d\d$/.test(it)),
  ).toBe(true);
  expect(lines('store_sales')).toHaveLength(sold.length + 1);
});

it('announces in store_promotions.csv exactly the days that truth.csv knows', async () => {
  const { lines } = await write(small);
  const keys = (name: string) =>
    lines(name)
      .slice(1)
      .map((it) => it.split(',').slice(0, 2).join());

  expect(keys('store_promotions')).toEqual(keys('truth'));
});

it('leaves no unfinished file behind', async () => {
  const { dir } = await write(small);

  expect(readdirSync(dir).sort()).toEqual(['date_dim.csv', 'store_promotions.csv', 'store_sales.csv', 'truth.csv']);
});

it.each([
  [{ stores: 0 }, 'stores = 0'],
  [{ days: 6 }, 'days = 6'],
  [{ days: 2.5 }, 'days = 2.5'],
  [{ days: 9_000 }, 'days = 9000'],
  [{ seed: -1 }, 'seed = -1'],
  [{ lastDay: '2029-12-01' }, '2029-12-01'],
  [{ lastDay: 'tomorrow' }, 'tomorrow'],
])('refuses %o and says what would do', async (wrong, said) => {
  await expect(write({ ...small, ...wrong })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining(said),
    mend: expect.stringMatching(/^Give .* from .* to /),
  });
});
