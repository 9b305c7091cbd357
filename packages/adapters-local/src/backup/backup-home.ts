import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { Conflict, InvalidInput, KnownError } from '@tandem/data-model';
import pg from 'pg';
import { pack } from 'tar-stream';
import { orDiskFull } from '../disk-full.ts';
import type { Home } from '../home.ts';
import { startEmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import { findPlace } from '../postgres/place.ts';
import { filesOf, partsOf } from './files-to-keep.ts';
import { archiveFormat, type FileNote, type Manifest, platform } from './manifest.ts';

export interface BackupOptions {
  /** Version of Tandem, for the manifest. */
  readonly version: string;
  readonly signal?: AbortSignal;
  /** Called with the path of each file, before it is read. */
  readonly onFile?: (path: string) => void;
}

/**
 * Writes everything of a home into one archive, tar in zstd, for its owner alone; its last entry is the manifest. The
 * caller holds the home's lock, so nothing runs on it. The database is started and stopped once: what a killed server
 * left in its log is then in its files.
 *
 * @throws Conflict where the home has no database, InvalidInput where the archive cannot be made, DiskFull
 */
export async function backupHome(home: Home, archive: string, options: BackupOptions): Promise<Manifest> {
  if (!existsSync(path.join(home.postgres, 'place.json'))) {
    throw new Conflict(
      `There is no database in the home ${home.root}.`,
      'Start it once, or name another: TANDEM_HOME=DIR. With DATABASE_URL, back that database up by its own means.',
    );
  }
  const inHome = path.relative(home.root, path.resolve(archive));
  if (!inHome.startsWith('..') && !path.isAbsolute(inHome)) {
    throw new InvalidInput(`${archive} lies in the home that it would hold.`, 'Give a file outside of the home.');
  }
  const migrations = await settledDatabase(home);
  const { cluster } = findPlace(home.postgres);
  const part = `${archive}.part`;
  rmSync(part, { force: true });
  const handle = await open(part, 'wx', 0o600).catch((cause: Error) => {
    throw new InvalidInput(`${archive} cannot be written: ${cause.message}`, 'Give a file in a folder that is there.', {
      cause,
    });
  });
  try {
    const tar = pack();
    const written = pipeline(tar, createZstdCompress(), createWriteStream('', { fd: handle.fd, autoClose: false }));
    const manifest: Manifest = {
      format: archiveFormat,
      tandem: options.version,
      createdAt: new Date().toISOString(),
      postgres: { version: readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim(), platform, migrations },
      folders: [],
      files: [],
    };
    const filled = fill(tar, manifest, partsOf(home.root, cluster), options).catch((error) => {
      tar.destroy(error as Error);
      throw error;
    });
    await Promise.all([filled, written]);
    await handle.sync();
    await handle.close();
    await rename(part, archive);
    return manifest;
  } catch (cause) {
    await handle.close().catch(() => undefined);
    rmSync(part, { force: true });
    throw cause instanceof KnownError ? cause : orDiskFull(cause, `writing ${archive}`);
  }
}

type Pack = ReturnType<typeof pack>;

async function fill(
  tar: Pack,
  manifest: Manifest,
  parts: ReturnType<typeof partsOf>,
  { signal, onFile }: BackupOptions,
): Promise<void> {
  for (const part of parts) {
    for (const { path: name, at, isFolder, bytes } of filesOf(part)) {
      signal?.throwIfAborted();
      if (isFolder) {
        manifest.folders.push(name);
        await entry(tar, { name, type: 'directory', mode: 0o700 });
        continue;
      }
      onFile?.(name);
      const note = await addFile(tar, name, at, bytes, signal);
      manifest.files.push(note);
    }
  }
  await entry(tar, { name: manifestName, mode: 0o600 }, `${JSON.stringify(manifest)}\n`);
  tar.finalize();
}

/** Name of the manifest's entry, which is none that a home could have. */
export const manifestName = '.tandem-manifest.json';

function entry(tar: Pack, header: Parameters<Pack['entry']>[0], text = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, text, (error) => (error ? reject(error) : resolve()));
  });
}

async function addFile(
  tar: Pack,
  name: string,
  at: string,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<FileNote> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(piece, _, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  await pipeline(
    createReadStream(at),
    hashing,
    tar.entry({ name, size: bytes, mode: 0o600 }),
    signal ? { signal } : {},
  );
  return { path: name, bytes, sha256: hash.digest('hex') };
}

/** Brings the database's files to rest, and gives the names of the migrations that it has seen. */
async function settledDatabase(home: Home): Promise<string[]> {
  const postgres = await startEmbeddedPostgres({
    dataDir: home.postgres,
    log: path.join(home.logs, 'postgres.log'),
  });
  try {
    return await migrationsOf(postgres.url);
  } finally {
    await postgres.stop();
  }
}

async function migrationsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select name from tandem.migration order by name');
    return rows.map((it) => it.name);
  } catch (error) {
    // A start that was stopped before its first migration.
    if ((error as { code?: string }).code === '42P01') return [];
    throw error;
  } finally {
    await client.end();
  }
}
