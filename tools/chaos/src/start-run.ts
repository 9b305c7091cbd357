import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@tandem/client';
import { homeProcesses } from './home-processes.ts';

/** A `tandem start` on a home of its own. */
export interface StartRun {
  /** Resolves when it says that it is ready; rejects where it ends before, or after ten minutes. */
  readonly ready: Promise<void>;
  /** The steps that have ended so far, each with the time since the start in milliseconds. */
  readonly steps: readonly { readonly name: string; readonly ms: number }[];
  /** Resolves when it has ended, asked or not, with what it has said. */
  readonly ended: Promise<string>;
  /** As Ctrl-C does; rejects where it does not end with 0 or leaves a process behind. */
  stop(): Promise<void>;
}

export interface StartPlace {
  readonly home: string;
  readonly port: number;
}

const cli = path.resolve(import.meta.dirname, '../../../apps/cli/src/main.ts');
const readyWithinMs = 600_000;

/** Small enough to take seconds, large enough that every step is worth killing. */
const sample = ['--stores', '10', '--days', '200'];

export function runStart({ home, port }: StartPlace): StartRun {
  const child = spawn(process.execPath, [cli, 'start', ...sample], {
    detached: true,
    env: { ...process.env, TANDEM_HOME: home, TANDEM_PORT: String(port), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = performance.now();
  const steps: { name: string; ms: number }[] = [];
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const names = [...output.matchAll(/^✓ (.{18})/gm)].map((it) => it[1]!.trim());
      for (const name of names.slice(steps.length)) steps.push({ name, ms: performance.now() - started });
    });
  }
  const exit = once(child, 'exit');
  return {
    ready: ready(child, exit, () => output),
    steps,
    ended: exit.then(() => output),
    stop: () => stop(child, exit, home, () => output),
  };
}

async function ready(child: ChildProcess, exit: Promise<unknown[]>, output: () => string): Promise<void> {
  let ended = false;
  void exit.then(() => {
    ended = true;
  });
  for (const end = Date.now() + readyWithinMs; Date.now() < end; await sleep(20)) {
    if (/^ready http/m.test(output())) return;
    if (ended) throw new Error(`start ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
  }
  throw new Error(`start was not ready after ${readyWithinMs / 1000} s:\n${output()}`);
}

async function stop(child: ChildProcess, exit: Promise<unknown[]>, home: string, output: () => string): Promise<void> {
  child.kill('SIGINT');
  const [code] = await exit;
  const left = homeProcesses(home);
  if (code !== 0 || left.length > 0) {
    throw new Error(`after Ctrl-C: exit code ${code}, processes left: ${left.join(', ') || 'none'}:\n${output()}`);
  }
}

/** Rows of each table, and one forecast: what must be the same however often the way there was cut off. */
export async function whatIsServed({ home, port }: StartPlace): Promise<string> {
  const baseUrl = `http://127.0.0.1:${port}`;
  const client = createClient({ baseUrl, token: readFileSync(path.join(home, 'token'), 'utf8').trim() });
  const { status } = await client.getHealth();
  const { projectId } = await client.getMe();
  if (projectId === null) throw new Error('a token belongs to a project');
  const { tables } = await client.listTables({ params: { projectId } });
  const { endpoints } = await client.listEndpoints({ params: { projectId } });
  const { forecasts } = await client.createPrediction({
    params: { projectId, endpoint: endpoints[0]?.name ?? 'none' },
    body: { items: [{ itemId: '1' }] },
  });
  const rows = tables.map((it) => `${it.name} ${it.rows}`).join(', ');
  return `${status}; ${rows}; ${endpoints.length} endpoint; ${forecasts[0]?.timestamps.length} steps`;
}
