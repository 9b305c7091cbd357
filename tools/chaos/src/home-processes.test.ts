import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeProcesses, killHome } from './home-processes.ts';

const home = join(tmpdir(), `tandem-chaos-test-${process.pid}`);

it.runIf(process.platform === 'linux')(
  'kills what belongs to a home, with its children, and nothing else',
  async () => {
    const mine = spawn('sh', ['-c', 'sleep 60 & sleep 60'], { env: { ...process.env, TANDEM_HOME: home } });
    const other = spawn('sleep', ['60']);
    const exit = once(mine, 'exit');
    while (homeProcesses(home).length < 3) await new Promise((resolve) => setTimeout(resolve, 10));

    await killHome(home);

    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(homeProcesses(home)).toEqual([]);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill();
  },
);
