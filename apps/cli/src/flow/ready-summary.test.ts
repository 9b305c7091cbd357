import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { againstNaive, curlLine } from './ready-summary.ts';

const metrics = { MASE: null, WQL: null, WAPE: null, sMAPE: null, RMSE: null, coverage: {} };

it('gives both losses and how many items gain', () => {
  const text = againstNaive({
    ensemble: { validation: { ...metrics, SQL: 1 }, test: { ...metrics, SQL: 0.3 } },
    baseline: {
      name: 'seasonal-naive',
      test: { ...metrics, SQL: 0.4 },
      improvement: 0.25,
      betterItems: 1_100,
      comparedItems: 1_115,
    },
  });

  expect(text).toBe(
    '25.0 % better than seasonal naive (scaled quantile loss 0.300 against 0.400; better for 1,100 of 1,115 items)',
  );
});

it('prints a command that any shell takes, also where paths and ids hold quotes and spaces', () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem's home "));
  const token = path.join(folder, 'token');
  writeFileSync(token, 'tnd_1\n');

  const line = curlLine('http://127.0.0.1:4400/x', token, { items: [{ itemId: "L'Été" }] });
  const seen = execFileSync('sh', ['-c', line.replace('curl', `printf '%s\\n'`)], { encoding: 'utf8' });

  expect(seen.split('\n')).toEqual([
    '-sS',
    '-H',
    'Authorization: Bearer tnd_1',
    '-H',
    'Content-Type: application/json',
    '-d',
    `{"items":[{"itemId":"L'Été"}]}`,
    'http://127.0.0.1:4400/x',
    '',
  ]);
  rmSync(folder, { recursive: true });
});
