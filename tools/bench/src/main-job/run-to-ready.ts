import { spawn } from 'node:child_process';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../../../apps/cli/src/main.ts');

/** One start, stopped as soon as it is ready: seconds to ready, and of each step it showed. Throws where it fails. */
export function runToReady(
  home: string,
  port: number,
  stores: number,
  days: number,
): Promise<{ seconds: number; steps: Record<string, number> }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [cli, 'start', '--stores', String(stores), '--days', String(days)], {
      env: { ...process.env, TANDEM_HOME: home, TANDEM_PORT: String(port), DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let seconds = 0;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (seconds > 0 || !/^ready http/m.test(output)) return;
        seconds = (performance.now() - started) / 1000;
        child.kill('SIGINT');
      });
    }
    child.once('close', (code) => {
      if (code !== 0 || seconds === 0) return reject(new Error(`the start ended with ${code}:\n${output}`));
      const steps = [...output.matchAll(/^✓ (.{18})\s+([\d.]+) s/gm)].map((it) => [it[1]!.trim(), Number(it[2])]);
      resolve({ seconds, steps: Object.fromEntries(steps) });
    });
  });
}
