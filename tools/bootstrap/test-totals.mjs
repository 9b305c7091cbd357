import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folders of the workspace that have a package. */
export function packageFolders(root) {
  const below = (folder) =>
    existsSync(path.join(root, folder)) ? readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`) : [];
  return [...below('packages'), ...below('apps'), 'infra', ...below('tools')].filter((folder) =>
    existsSync(path.join(root, folder, 'package.json')),
  );
}

/** Where the test target of a package writes its results. */
export const resultsFile = (folder) => path.join(folder, 'test-results.json');

/**
 * Sums the results of Vitest's JSON reporter over packages. A file that failed before its first test counts as one
 * failure, and so does a package that left no results.
 */
export function sumResults(root, folders) {
  const totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const folder of folders) {
    const file = path.join(root, resultsFile(folder));
    if (!existsSync(file)) {
      totals.failures.push(`${folder}: its tests did not run`);
      continue;
    }
    const results = JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += results.numPassedTests;
    totals.skipped += results.numPendingTests + results.numTodoTests;
    for (const { name, status, assertionResults } of results.testResults) {
      const failed = assertionResults.filter((it) => it.status === 'failed');
      const where = path.relative(root, name);
      totals.failures.push(...failed.map((it) => `${where}: ${it.fullName}`));
      if (status === 'failed' && failed.length === 0) totals.failures.push(`${where}: did not load`);
    }
  }
  totals.failed = totals.failures.length;
  return totals;
}

/** `12 passed, 0 failed`, and what was skipped where anything was. */
export function formatTotals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
