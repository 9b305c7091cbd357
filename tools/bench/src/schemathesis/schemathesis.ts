import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '../api/serving.ts';
import { type Bench, readingArguments } from '../bench.ts';

/** What a reply must be, whatever was sent. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** Signing out would end the session that all other calls need. */
const leftOut = 'deleteSession';

/** Calls that schemathesis makes up from the OpenAPI document, good and bad, against the running API. */
export const schemathesis: Bench = {
  name: 'schemathesis',
  about: 'Calls made up from the OpenAPI document: faults of the server, and replies that break the document.',
  usage: 'schemathesis [--command PATH] [--examples N] [--seed N]',
  async run(args) {
    const { values } = readingArguments(() =>
      parseArgs({
        args: [...args],
        options: {
          command: { type: 'string', default: 'schemathesis' },
          examples: { type: 'string', default: '20' },
          seed: { type: 'string', default: '1' },
        },
      }),
    );
    if (spawnSync(values.command, ['--version']).status !== 0) {
      return { skipped: `${values.command} is not installed; pip install schemathesis gives it` };
    }
    const serving = await serve();
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-schemathesis-'));
    try {
      // Else it sends made-up tokens, which count before the session.
      const settings = ['[generation]', 'with-security-parameters = false', '[parameters]'];
      writeFileSync(
        path.join(folder, 'schemathesis.toml'),
        `${[...settings, `"path.projectId" = "${serving.projectId}"`].join('\n')}\n`,
      );
      const child = spawn(
        values.command,
        [
          ...['run', `${serving.url}/api/openapi.json`, '-H', `Cookie: ${await serving.session()}`],
          ...['--checks', checks.join(','), '--exclude-operation-id', leftOut],
          ...['--max-examples', values.examples, '--seed', values.seed, '--phases', 'examples,coverage,fuzzing'],
          ...['--continue-on-failure', '--request-timeout', '60'],
        ],
        { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NO_COLOR: '1' } },
      );
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const [code] = await once(child, 'exit');
      if (code !== 0) console.info(said);
      const count = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? 0);
      return {
        exit: code,
        operations: count(/Selected: (\d+)/),
        cases: count(/(\d+) generated/),
        failures: count(/(\d+) failed/),
        // Operations of which it cannot make up every field, for a pattern that its own language lacks.
        not_generated: count(/Schema Error: (\d+)/),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await serving.stop();
    }
  },
};
