import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './installation.mjs';
import { formatTotals, packageFolders, resultsFile, sumResults } from './test-totals.mjs';
import { workspaceRun } from './workspace-run.mjs';

const { node } = ensureInstalled();
const tested = packageFolders(root).filter(hasTests);
// Results of an earlier run must not stand in for tests that do not run now; what Nx has cached, it puts back.
for (const folder of tested) rmSync(path.join(root, resultsFile(folder)), { force: true });

const own = runOwnTests();
const status = workspaceRun(node, 'nx', ['run-many', '-t', 'build', 'test', '--parallel=3']);

const totals = sumResults(root, tested);
totals.passed += own.passed;
totals.failed += own.failed;
for (const it of totals.failures) console.info(`failed: ${it}`);
if (status !== 0 && totals.failed === 0) {
  console.info('failed: a build, see above');
  totals.failed = 1;
}
console.info(formatTotals(totals));
process.exitCode = totals.failed === 0 ? 0 : 1;

function hasTests(folder) {
  const manifest = path.join(root, folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).nx?.targets?.test !== undefined;
}

/** The tests of this folder, which has no package: with the Node of the user, as old as it may be. */
function runOwnTests() {
  const here = path.join(root, 'tools/bootstrap');
  const files = readdirSync(here).filter((it) => it.endsWith('.test.mjs'));
  const run = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...files], { cwd: here, encoding: 'utf8' });
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(run.stdout)?.[1] ?? 0);
  if (run.status !== 0) console.info(run.stdout + run.stderr);
  return { passed: count('pass'), failed: run.status === 0 ? 0 : Math.max(1, count('fail')) };
}
