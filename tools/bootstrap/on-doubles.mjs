import { ensureInstalled } from './installation.mjs';
import { workspaceRun } from './workspace-run.mjs';

const { node } = ensureInstalled();
process.exitCode = workspaceRun(node, 'nx', ['run', '@tandem/api:test-on-doubles', '--output-style=stream']);
