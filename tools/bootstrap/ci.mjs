import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureInstalled, root } from './installation.mjs';
import { workspaceRun } from './workspace-run.mjs';

const browserLibraries = ['libnss3.so', 'libnspr4.so'];

installBrowserLibraries();
const totals = await runTests();
const { node } = ensureInstalled();

check('long tests pass', () => workspaceRun(node, 'nx', ['run-many', '-t', 'test-long', '--parallel=2']) === 0);
check('generated files are as .projenrc.ts makes them', () => {
  if (workspaceRun(node, 'projen', []) !== 0) return false;
  const { stdout } = git('status', '--porcelain');
  if (stdout) console.info(`${stdout}${git('diff').stdout}`);
  return stdout === '';
});
check('every package is lint-free', () => workspaceRun(node, 'nx', ['run-many', '-t', 'lint', '--parallel=2']) === 0);
check(
  'files outside the packages are lint-free',
  () => workspaceRun(node, 'biome', ['check', '--error-on-warnings', '.projenrc.ts', 'tools/bootstrap']) === 0,
);
check('.projenrc.ts is well typed', () => workspaceRun(node, 'tsc', ['-p', 'tsconfig.projen.json']) === 0);
check('the browser test of the main job ran and passed', browserTestPassed);

console.info(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;

function check(claim, holds) {
  console.info(`\n== ${claim}`);
  const ok = holds();
  totals[ok ? 'passed' : 'failed'] += 1;
  console.info(`== ${ok ? 'holds' : 'FAILED'}: ${claim}`);
}

/** Runs `npm test` as anybody would, and reads its last line. */
async function runTests() {
  const child = spawn('npm', ['test'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let last = '';
  for await (const line of createInterface(child.stdout)) {
    console.info(line);
    last = line.trim() === '' ? last : line;
  }
  const [, passed, failed] = /^(\d+) passed, (\d+) failed/.exec(last) ?? [];
  return passed === undefined ? { passed: 0, failed: 1 } : { passed: Number(passed), failed: Number(failed) };
}

function browserTestPassed() {
  const file = path.join(root, 'apps/cli/test-results.json');
  if (!existsSync(file)) return false;
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const tests = testResults.flatMap((it) => it.assertionResults).filter((it) => it.fullName.includes('in a browser'));
  for (const it of tests) console.info(`${it.status}: ${it.fullName}`);
  return tests.length > 0 && tests.every((it) => it.status === 'passed');
}

/** What the headless browser links against; a container image often lacks it. */
function installBrowserLibraries() {
  const present = spawnSync('ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  if (process.platform !== 'linux' || browserLibraries.every((it) => present.includes(it))) return;
  const apt = (...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'libnss3', 'libnspr4');
}

function git(...args) {
  return spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
}
