import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { cleanEnvironment, root } from './installation.mjs';

/**
 * Runs a TypeScript entry with the given Node in place of this process: same terminal, same exit code, and whatever
 * asks this process to stop is passed on, so that it waits for the other's cleaning up.
 */
export function runPinned(node, entry, args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', path.join(root, entry), ...args], {
    cwd: callersFolder(),
    env: cleanEnvironment(),
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(`${node} does not start: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm moves its scripts to the repository's root; a relative path is meant from where the user stands. */
function callersFolder() {
  const throughNpm = process.env.npm_package_json === path.join(root, 'package.json');
  return (throughNpm && process.env.INIT_CWD) || process.cwd();
}
