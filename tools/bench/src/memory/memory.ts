import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findWarehouseHost, openHome } from '@tandem/adapters-local';
import { type Bench, readingArguments, UsageError } from '../bench.ts';
import { type Form, forms, writeCalendar, writeRows } from './write-rows.ts';

const sampleEveryMs = 100;
const smallBytes = 8e6;

/** By how much a large file makes the process grow that stores and loads it; the warehouse is a process of its own. */
export const memory: Bench = {
  name: 'memory',
  about: 'Megabytes that a process grows by while it stores and loads a large file, by form, the warehouse left out.',
  usage: `memory [--megabytes 1000] [--forms ${forms.join()}]`,
  async run(args) {
    const { bytes, chosen } = readArguments(args);
    if (process.platform !== 'linux') throw new UsageError('It reads /proc, which only Linux has.');
    const figures: Partial<Record<Form, Growth>> = {};
    for (const form of chosen) {
      figures[form] = await growth(form, bytes);
      console.info(JSON.stringify({ form, ...figures[form] }));
    }
    const mostOf = Object.values(figures).map((it) => it.rss_growth_mb);
    return { megabytes: bytes / 1e6, rss_growth_mb: Math.max(...mostOf), ...figures };
  },
};

interface Growth {
  /** Rows of the large file. */
  readonly rows: number;
  /** After the small file, and the most while the large one was stored and loaded. */
  readonly base_mb: number;
  readonly peak_mb: number;
  readonly rss_growth_mb: number;
  readonly s: number;
}

async function growth(form: Form, bytes: number): Promise<Growth> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-memory-bench-'));
  const home = openHome(path.join(folder, 'home'));
  try {
    const files = [path.join(folder, `small.${form}`), path.join(folder, `large.${form}`)] as const;
    const calendar = await writeCalendar(path.join(folder, 'calendar'));
    await writeRows(files[0], form, smallBytes, calendar.days);
    const rows = await writeRows(files[1], form, bytes, calendar.days);
    const child = fork(path.join(import.meta.dirname, 'load-process.ts'), [
      JSON.stringify([home.root, calendar.file, ...files]),
    ]);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the process that loads ended with ${code}`);
    });
    ended.catch(() => undefined);
    await Promise.race([once(child, 'message'), ended]);
    const base = await most(child.pid!, sleep(1_000));
    const began = performance.now();
    child.send('go');
    const done = Promise.race([once(child, 'message'), ended]);
    const peak = await most(child.pid!, done);
    const [{ read }] = (await done) as [{ read: number }];
    if (read !== rows) throw new Error(`${read} of ${rows} rows were read`);
    const s = Math.round((performance.now() - began) / 100) / 10;
    return { rows, base_mb: rounded(base), peak_mb: rounded(peak), rss_growth_mb: rounded(peak - base), s };
  } finally {
    const host = await findWarehouseHost(home, 'prj_bench');
    if (host !== undefined) process.kill(host, 'SIGKILL');
    for (const it of [folder, home.sockets]) rmSync(it, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The most that a process holds in memory, with all of its threads, until `end`; in bytes. */
async function most(pid: number, end: Promise<unknown>): Promise<number> {
  let highest = 0;
  let isOver = false;
  const over = end.then(() => {
    isOver = true;
  });
  while (!isOver) {
    highest = Math.max(highest, residentBytes(pid));
    await Promise.race([sleep(sampleEveryMs), over]);
  }
  return highest;
}

function residentBytes(pid: number): number {
  try {
    const [kilobytes] = /(?<=VmRSS:\s+)\d+/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return 1024 * Number(kilobytes ?? 0);
  } catch {
    return 0;
  }
}

const rounded = (bytes: number) => Math.round(bytes / 1e5) / 10;

function readArguments(args: readonly string[]) {
  const { values } = readingArguments(() =>
    parseArgs({
      args: [...args],
      options: { megabytes: { type: 'string', default: '1000' }, forms: { type: 'string', default: forms.join() } },
    }),
  );
  const bytes = Number(values.megabytes) * 1e6;
  if (!(bytes > 0)) throw new UsageError(`${values.megabytes} is no number of megabytes.`);
  const chosen = values.forms.split(',').map((it) => {
    const form = forms.find((known) => known === it);
    if (!form) throw new UsageError(`There is no form ${it}: the forms are ${forms.join(', ')}.`);
    return form;
  });
  return { bytes, chosen };
}
