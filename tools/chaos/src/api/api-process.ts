import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const main = path.resolve(import.meta.dirname, '../../../../apps/api/src/main.ts');

export interface ApiPlace {
  readonly home: string;
  readonly port: number;
  readonly databaseUrl: string;
}

export interface ApiProcess {
  /** Asks it, as `npm start` does, and gives what it answers. */
  ask(message: object, type: string): Promise<{ readonly secret?: string }>;
  /** kill -9; resolves when it has ended. */
  kill(): Promise<void>;
}

/** Starts the API and waits until it listens. */
export async function startApi({ home, port, databaseUrl }: ApiPlace): Promise<ApiProcess> {
  const child = fork(main, {
    env: { ...process.env, TANDEM_HOME: home, TANDEM_PORT: `${port}`, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  await heard(child, 'ready');
  return {
    ask(message, type) {
      const answer = heard(child, type);
      child.send(message);
      return answer;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function heard(child: ChildProcess, type: string): Promise<{ readonly secret?: string }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the API ended with ${code}`)));
    child.on('message', (it: { readonly type: string; readonly secret?: string }) => {
      if (it.type === type) resolve(it);
    });
  });
}
