import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { formatTotals, packageFolders, sumResults } from './test-totals.mjs';

let root;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-totals-'));
});

afterEach(() => rmSync(root, { recursive: true }));

const addPackage = (folder, results) => {
  mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, folder, 'package.json'), '{}');
  if (results) writeFileSync(path.join(root, folder, 'test-results.json'), JSON.stringify(results));
};

const results = (passed, pending, testResults = []) => ({
  numPassedTests: passed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults,
});

test('sums passed and skipped tests over all packages', () => {
  addPackage('packages/sql', results(3, 0));
  addPackage('apps/cli', results(4, 1));

  const totals = sumResults(root, packageFolders(root));

  assert.equal(formatTotals(totals), '7 passed, 0 failed, 1 skipped');
});

test('counts a failed test, a file that did not load and a package without results as one failure each', () => {
  addPackage(
    'packages/sql',
    results(1, 0, [
      {
        name: `${root}/packages/sql/src/a.test.ts`,
        status: 'failed',
        assertionResults: [{ status: 'failed', fullName: 'quotes names' }],
      },
      { name: `${root}/packages/sql/src/b.test.ts`, status: 'failed', assertionResults: [] },
    ]),
  );
  addPackage('infra');

  const totals = sumResults(root, packageFolders(root));

  assert.equal(formatTotals(totals), '1 passed, 3 failed');
  assert.deepEqual(totals.failures, [
    'packages/sql/src/a.test.ts: quotes names',
    'packages/sql/src/b.test.ts: did not load',
    'infra: its tests did not run',
  ]);
});

test('leaves folders without a package out', () => {
  mkdirSync(path.join(root, 'tools/bootstrap'), { recursive: true });
  addPackage('tools/bench');

  assert.deepEqual(packageFolders(root), ['tools/bench']);
});
