import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The test cannot be made on this system; the message says why. */
export class Skipped extends Error {}

/** Set in a process that has the small disk, to its folder. */
const mounted = 'TANDEM_CHAOS_DISK';

/** The small disk that this process was started with. */
export const ownDisk = (): string | undefined => process.env[mounted];

/**
 * Runs this program again, with the same arguments, where a file system of so many megabytes is mounted that nobody
 * else sees and that is gone with the last process. Gives its exit code. Throws Skipped where the system lets nobody mount.
 */
export function againOnSmallDisk(megabytes: number): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-chaos-disk-'));
  try {
    const mount = `mount -t tmpfs -o size=${megabytes}m,mode=0711 tandem "$0"`;
    const own = process.getuid?.() === 0 ? asRoot(mount) : asUser(mount);
    const can = spawnSync('unshare', [...own(folder), 'true'], { encoding: 'utf8' });
    if (can.status !== 0) {
      const why = can.error?.message ?? can.stderr.trim();
      throw new Skipped(`No file system of limited size can be mounted here (unshare: ${why}).`);
    }
    const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const run = spawnSync('unshare', [...own(folder), ...again], {
      env: { ...process.env, [mounted]: folder },
      stdio: 'inherit',
    });
    return run.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asRoot = (mount: string) => (folder: string) => ['--mount', 'sh', '-c', `${mount} && exec "$@"`, folder];

/** Only as root of a user namespace may one mount; PostgreSQL runs as no root, so inside it is the user again. */
function asUser(mount: string) {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const back = `exec unshare --user --map-user=${user} --map-group=${group} -- "$@"`;
  return (folder: string) => ['--user', '--map-root-user', '--mount', 'sh', '-c', `${mount} && ${back}`, folder];
}
