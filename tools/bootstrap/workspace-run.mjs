import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { cleanEnvironment, root } from './installation.mjs';

/** Runs a tool of the workspace in the root, with the pinned Node and the installed tools first on PATH. */
export function workspaceRun(node, command, args) {
  const bin = path.join(root, 'node_modules/.bin');
  const env = cleanEnvironment();
  env.PATH = [path.dirname(node), bin, env.PATH].join(path.delimiter);
  return (
    spawnSync(path.join(bin, command), args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1
  );
}
