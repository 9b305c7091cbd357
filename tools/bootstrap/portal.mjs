import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, giveUp, root } from './installation.mjs';

const portal = path.join(root, 'apps/admin-ui');

/** What the bundle is made of. */
const sources = [
  'apps/admin-ui/src',
  'apps/admin-ui/public',
  'apps/admin-ui/index.html',
  'apps/admin-ui/vite.config.ts',
  'apps/admin-ui/package.json',
  'packages/client/src',
  'packages/data-model/src',
  'pnpm-lock.yaml',
];

/** Bundles the portal unless the bundle that is there was made from the same sources. Prints to standard error. */
export function ensurePortal(node) {
  // Inside the bundle, which every build empties, so that the stamp cannot outlive what it vouches for.
  const stamp = path.join(portal, 'dist/web/build-stamp.txt');
  const key = hashOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  console.error('Building the portal.');
  const started = Date.now();
  const { status } = spawnSync(
    node,
    [path.join(portal, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: portal,
      env: cleanEnvironment(),
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) giveUp(`Building the portal failed with ${status}.`, 'See the messages above.');
  writeFileSync(stamp, key);
  console.error(`Built the portal in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** Hash of files and folders, tests left out. */
export function hashOf(paths, base = root) {
  const hash = createHash('sha256');
  const visit = (relative) => {
    const file = path.join(base, relative);
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).sort()) visit(path.join(relative, name));
    } else if (!/\.test\.tsx?$/.test(relative)) {
      hash.update(`${relative}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
    }
  };
  for (const it of paths) visit(it);
  return hash.digest('hex');
}
