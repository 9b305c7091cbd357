import { accessSync, constants, realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** A command line, and where the process that it starts sees its folder. */
export interface SandboxedCommand {
  readonly command: readonly string[];
  readonly folder: string;
}

export interface Limits {
  /** As DuckDB spells it; what it holds for tables and results. */
  readonly memoryLimit: string;
  /** Bytes that the process may write to in memory: building strings passes the engine's own limit. */
  readonly dataBytes: number;
}

/**
 * What a query may write to is bounded by `dataBytes`. Node reserves up to 10 GB of addresses that it never touches, and
 * where the limit is near, all but the last few hundred megabytes of it: an answer of 50 MB then failed for want of
 * addresses the second time it was asked for.
 */
const addressSpaceBytes = 32 * 1024 ** 3;

/** A program on the PATH of this process; undefined where there is none. */
export function findProgram(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return realpathSync(file);
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The command of a query process that has `folder` for its files, inside bubblewrap where `bwrap` names it. */
export function queryCommand(
  folder: string,
  { memoryLimit, dataBytes }: Limits,
  { bwrap, prlimit }: { bwrap: string | undefined; prlimit: string | undefined },
): SandboxedCommand {
  const inside = bwrap ? '/data' : folder;
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', main, inside, memoryLimit];
  const wrapped = bwrap ? [bwrap, ...walls(folder, inside), '--', ...node] : node;
  const limits = [`--as=${addressSpaceBytes}`, `--data=${dataBytes}`, '--core=0', '--fsize=0', '--nofile=256'];
  return { command: prlimit ? [prlimit, ...limits, '--', ...wrapped] : wrapped, folder: inside };
}

const main = fileURLToPath(new URL('./query-main.ts', import.meta.url));

/** No network, no other process, no environment; of the machine's files the libraries, the program, and the query's own. */
function walls(folder: string, inside: string): string[] {
  const readOnly = (file: string) => ['--ro-bind-try', file, file];
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...['/usr/lib', '/usr/lib64', '/lib', '/lib64', '/etc/ld.so.cache', ...programFolders()].flatMap(readOnly),
    ...['--dev', '/dev', '--ro-bind', folder, inside, '--chdir', '/'],
  ];
}

/** Node itself, this package, and the folders of installed packages that its engine comes from. */
function programFolders(): string[] {
  const engine = realpathSync(fileURLToPath(import.meta.resolve('@duckdb/node-api')));
  const installed = engine.slice(0, engine.indexOf(`${path.sep}node_modules${path.sep}`) + '/node_modules'.length);
  return [
    realpathSync(process.execPath),
    process.execPath,
    fileURLToPath(new URL('../..', import.meta.url)),
    installed,
  ];
}
