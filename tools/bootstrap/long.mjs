import { ensureInstalled } from './installation.mjs';
import { workspaceRun } from './workspace-run.mjs';

const { node } = ensureInstalled();
process.exitCode = workspaceRun(node, 'nx', ['run-many', '-t', 'test-long', '--parallel=2', '--output-style=stream']);
