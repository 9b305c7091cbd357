import { ensureInstalled } from './installation.mjs';
import { runPinned } from './run-pinned.mjs';

const { node } = ensureInstalled();
runPinned(node, 'tools/bench/src/main.ts', process.argv.slice(2));
