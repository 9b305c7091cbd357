import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';

/** Where an installation keeps its state: everything lies under one folder, but for sockets. */
export interface Home {
  readonly root: string;
  /** Uploads, frames, models, snapshots, forecasts. */
  readonly objects: string;
  /** One DuckDB file for each project. */
  readonly warehouses: string;
  readonly postgres: string;
  readonly logs: string;
  /** What each process for queries may read: second names of a snapshot's files, gone with the process. */
  readonly queries: string;
  /** Copies of objects that lie elsewhere, for queries to read; made when the first is, and again when they are gone. */
  readonly copies: string;
  /** Programs that a user may install besides, as what runs imported models; made by who installs them. */
  readonly runtimes: string;
  /** Unix sockets. Not under `root`: a socket's path may have 107 bytes, and homes can be deep. */
  readonly sockets: string;
}

/**
 * The folders of a home, made where they are missing, for the owner alone. As root, others may walk through the home's
 * own folder, not read it: the database server runs as another user, and its folder should lie in the home if it can.
 */
export function openHome(root: string): Home {
  const absolute = path.resolve(root);
  const tag = createHash('sha256').update(absolute).digest('hex').slice(0, 12);
  const home: Home = {
    root: absolute,
    objects: path.join(absolute, 'objects'),
    warehouses: path.join(absolute, 'warehouses'),
    postgres: path.join(absolute, 'postgres'),
    logs: path.join(absolute, 'logs'),
    queries: path.join(absolute, 'queries'),
    copies: path.join(absolute, 'copies'),
    runtimes: path.join(absolute, 'runtimes'),
    sockets: socketFolder(`tandem-${process.getuid?.() ?? 0}-${tag}`),
  };
  mkdirSync(absolute, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  for (const dir of [home.objects, home.warehouses, home.logs, home.queries, home.sockets]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  checkOwn(home.sockets);
  return home;
}

/** In the temporary folder, or in /tmp where that one's path is too long for a socket, as on macOS. */
function socketFolder(name: string): string {
  const longest = `/prj_${'0'.repeat(32)}.sock`;
  const fits = (folder: string) => Buffer.byteLength(path.join(folder, name, longest)) <= 103;
  return path.join([tmpdir(), '/tmp'].find(fits) ?? tmpdir(), name);
}

/** Anybody may make folders in the temporary folder; sockets in somebody else's would be theirs to replace. */
function checkOwn(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  if (!process.getuid || (uid === process.getuid() && (mode & 0o170077) === 0o040000)) return;
  throw new Unavailable(
    `The folder for sockets, ${folder}, belongs to another user or is open to others.`,
    'Have it removed, or set TMPDIR to a folder of your own.',
  );
}
