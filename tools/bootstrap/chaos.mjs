import { ensureInstalled } from './installation.mjs';
import { runPinned } from './run-pinned.mjs';

const { node } = ensureInstalled();
runPinned(node, 'tools/chaos/src/main.ts', process.argv.slice(2));
