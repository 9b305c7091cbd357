import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { Conflict, InvalidInput, KnownError, UnreadableFile } from '@tandem/data-model';
import { extract } from 'tar-stream';
import { migrationNames } from '../control-store/migrate.ts';
import { orDiskFull } from '../disk-full.ts';
import type { Account } from '../postgres/account.ts';
import { usableBinaries } from '../postgres/binaries.ts';
import { confirmPlace, findPlace } from '../postgres/place.ts';
import { manifestName } from './backup-home.ts';
import { isKept } from './files-to-keep.ts';
import { archiveFormat, type FileNote, isWithin, Manifest, platform } from './manifest.ts';

export interface RestoreOptions {
  readonly signal?: AbortSignal;
  readonly onFile?: (path: string) => void;
}

const mostManifestBytes = 256 * 1024 * 1024;

/**
 * Makes an empty home from an archive. It is unpacked beside the home, every file's SHA-256 is compared with the
 * manifest's, and only then is it put in place: what fails leaves the home as it was.
 *
 * @throws Conflict where the home is not empty, or the archive is of a newer version or another kind of machine;
 * UnreadableFile where the archive is damaged or cut off; DiskFull
 */
export async function restoreHome(root: string, archive: string, options: RestoreOptions = {}): Promise<Manifest> {
  refuseFull(root);
  const parent = path.dirname(root);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const making = mkdtempSync(path.join(parent, `.${path.basename(root)}-restoring-`));
  try {
    const manifest = await unpack(archive, making, options);
    const undo = settleDatabase(making);
    try {
      putInPlace(making, root);
    } catch (error) {
      undo();
      throw error;
    }
    return manifest;
  } catch (cause) {
    if (cause instanceof KnownError || options.signal?.aborted) throw cause;
    throw orDiskFull(cause, `restoring ${root}`);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** A home counts as empty that has nothing but a lock, which nobody holds where nothing else was made. */
function refuseFull(root: string): void {
  const names = existsSync(root) ? readdirSync(root).filter((it) => !it.startsWith('lock')) : [];
  if (names.length === 0) return;
  throw new Conflict(
    `The home ${root} is not empty: it has ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and more' : ''}.`,
    'Restore into a home that is not there yet: TANDEM_HOME=DIR',
  );
}

async function unpack(archive: string, folder: string, { signal, onFile }: RestoreOptions): Promise<Manifest> {
  const found = new Map<string, FileNote>();
  let text = '';
  const tar = extract();
  tar.on('entry', (header, stream, next) => {
    const name = header.name.replace(/\/$/, '');
    const take = async () => {
      if (text !== '' || !isWithin(name) || !isKept(name) || found.has(name))
        throw damaged(archive, `"${name}" has no place in it`);
      const at = path.join(folder, name);
      if (header.type === 'directory') {
        stream.resume();
        mkdirSync(at, { recursive: true, mode: 0o700 });
      } else if (header.type !== 'file') throw damaged(archive, `"${name}" is no file`);
      else if (name === manifestName) {
        if ((header.size ?? 0) > mostManifestBytes) throw damaged(archive, 'its manifest is too long');
        for await (const piece of stream) text += piece;
      } else {
        onFile?.(name);
        mkdirSync(path.dirname(at), { recursive: true, mode: 0o700 });
        found.set(name, await keep(stream as unknown as NodeJS.ReadableStream, name, at));
      }
    };
    take().then(
      () => next(),
      (error) => tar.destroy(error),
    );
  });
  try {
    await pipeline(createReadStream(archive), createZstdDecompress(), tar, signal ? { signal } : {});
  } catch (cause) {
    if (cause instanceof KnownError || signal?.aborted) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (/^E[A-Z]+$/.test(code) && code !== 'ENOSPC')
      throw new InvalidInput(`${archive} cannot be read: ${message}`, 'Give the file that tandem backup wrote.', {
        cause,
      });
    if (/^Z|ZSTD|^ERR_|Unexpected end|Invalid tar/.test(`${code} ${message}`)) throw damaged(archive, message, cause);
    throw cause;
  }
  if (text === '') throw damaged(archive, 'its end, the manifest, is missing');
  const manifest = readManifest(archive, text);
  compare(archive, manifest, found);
  return manifest;
}

async function keep(stream: NodeJS.ReadableStream, name: string, at: string): Promise<FileNote> {
  const hash = createHash('sha256');
  let bytes = 0;
  const hashing = new Transform({
    transform(piece: Buffer, _, done) {
      bytes += piece.length;
      hash.update(piece);
      done(null, piece);
    },
  });
  await pipeline(stream, hashing, createWriteStream(at, { mode: 0o600, flags: 'wx', flush: true }));
  return { path: name, bytes, sha256: hash.digest('hex') };
}

function readManifest(archive: string, text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged(archive, 'its manifest is no JSON', cause);
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > archiveFormat) throw newer(archive, `its form is ${format}`);
  const read = Manifest.safeParse(json);
  if (!read.success) throw damaged(archive, 'its manifest has another form', read.error);
  const { postgres, tandem } = read.data;
  const [postgresMajor = ''] = usableBinaries(undefined).version.split('.');
  const unknown = postgres.migrations.filter((it) => !migrationNames.includes(it));
  if (unknown.length > 0)
    throw newer(archive, `Tandem ${tandem}, whose migration ${unknown[0]} this one does not have`);
  if (postgres.version !== postgresMajor || postgres.platform !== platform) {
    throw new Conflict(
      `${archive} holds a database of PostgreSQL ${postgres.version} on ${postgres.platform}; here is ${postgresMajor} on ${platform}.`,
      'Restore it on such a machine, with the version of Tandem that made it.',
    );
  }
  return read.data;
}

function compare(archive: string, { files }: Manifest, found: ReadonlyMap<string, FileNote>): void {
  for (const { path: name, bytes, sha256 } of files) {
    const file = found.get(name);
    if (!file) throw damaged(archive, `${name} is missing`);
    if (file.bytes !== bytes || file.sha256 !== sha256) throw damaged(archive, `${name} is not what was backed up`);
  }
  if (found.size > files.length) throw damaged(archive, 'it has files that its manifest does not name');
}

/** Gives the cluster to the account that runs its server; where that one cannot reach it, it lies outside of the home. */
function settleDatabase(making: string): () => void {
  if (process.getuid?.() === 0) chmodSync(making, 0o711);
  const dataDir = path.join(making, 'postgres');
  const place = findPlace(dataDir);
  const unpacked = path.join(realpathSync(dataDir), 'cluster');
  const isOutside = place.cluster !== unpacked;
  const undo = () => {
    if (isOutside) rmSync(place.folder, { recursive: true, force: true });
  };
  try {
    if (isOutside) cpSync(unpacked, place.cluster, { recursive: true, preserveTimestamps: true });
    if (isOutside) rmSync(unpacked, { recursive: true });
    if (place.account) giveTo(place.account, place.cluster);
    confirmPlace(dataDir, place);
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

function giveTo(account: Account, at: string): void {
  lchownSync(at, account.uid, account.gid);
  if (!lstatSync(at).isDirectory()) return;
  for (const name of readdirSync(at)) giveTo(account, path.join(at, name));
}

/** In one step: a home that is made meanwhile keeps its place. */
function putInPlace(making: string, root: string): void {
  if (existsSync(root))
    for (const name of readdirSync(root).filter((it) => it.startsWith('lock'))) rmSync(path.join(root, name));
  try {
    renameSync(making, root);
  } catch (cause) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new Conflict(
      `The home ${root} has come into use meanwhile.`,
      'Restore into a home that is not there yet: TANDEM_HOME=DIR',
      { cause },
    );
  }
}

const damaged = (archive: string, why: string, cause?: unknown) =>
  new UnreadableFile(`${archive} is no whole backup: ${why}.`, 'Give another copy of it, or an earlier one.', {
    cause,
  });

const newer = (archive: string, what: string) =>
  new Conflict(
    `${archive} was made by a newer version: ${what}.`,
    'Restore it with that version of Tandem, or a later one.',
  );
