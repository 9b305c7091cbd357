import { ensureInstalled } from './installation.mjs';
import { ensurePortal } from './portal.mjs';
import { runPinned } from './run-pinned.mjs';

const args = process.argv.slice(2);
const { node } = ensureInstalled();
if (args[0] === 'start') ensurePortal(node);
runPinned(node, 'apps/cli/src/main.ts', args);
