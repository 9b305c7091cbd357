import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What of a home an archive holds, with the folder of each part on this machine. */
export interface Part {
  /** Path below a home. */
  readonly name: string;
  readonly at: string;
}

/** A file or folder below a home. */
export interface Found {
  readonly path: string;
  readonly at: string;
  readonly isFolder: boolean;
  readonly bytes: number;
}

/**
 * Names at the top of a home that begin anew with each start: sockets' and processes' notes, locks, what opens the
 * server that ran, copies that are made again, programs
 * that are installed again, and logs.
 */
const passing = [
  'copies',
  'lock',
  'lock-holder',
  'lock-journal',
  'logs',
  'processes.json',
  'queries',
  'runtimes',
  'server.json',
  'session',
  'token',
];

/** Whether a backup has a file of that path: nothing else is unpacked, whatever an archive brings. */
export function isKept(name: string): boolean {
  const [top = '', below] = name.split('/');
  if (top === 'postgres') return below === undefined || below === 'password' || below === 'cluster';
  return !passing.includes(top) && !top.endsWith('.new');
}

/** Left by a server that is gone. */
const ofServer = /^postgres\/cluster\/(?:postmaster\.(?:pid|opts)|pg_stat_tmp\/.+)$/;

/** Parts of a home that an archive holds: everything at its top that a start does not make anew. The database lies where `cluster` is. */
export function partsOf(root: string, cluster: string): Part[] {
  const names = readdirSync(root).filter((it) => !passing.includes(it) && !it.endsWith('.new') && it !== 'postgres');
  return [
    ...names.sort().map((name) => ({ name, at: path.join(root, name) })),
    { name: 'postgres/password', at: path.join(root, 'postgres', 'password') },
    { name: 'postgres/cluster', at: cluster },
  ];
}

/** Files and folders of a part, each folder before what is in it; links and sockets are left out. */
export function* filesOf({ name, at }: Part): Generator<Found> {
  const stat = lstatSync(at);
  if (stat.isFile() && !ofServer.test(name)) {
    yield { path: name, at, isFolder: false, bytes: stat.size };
  } else if (stat.isDirectory()) {
    yield { path: name, at, isFolder: true, bytes: 0 };
    for (const it of readdirSync(at).sort()) yield* filesOf({ name: `${name}/${it}`, at: path.join(at, it) });
  }
}
