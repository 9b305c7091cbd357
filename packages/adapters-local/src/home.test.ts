import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHome } from './home.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-home-'));
});

afterEach(() => {
  rmSync(openSockets(), { recursive: true, force: true });
  rmSync(folder, { recursive: true });
});

const root = () => path.join(folder, 'a', 'home');
const openSockets = () => {
  try {
    return openHome(root()).sockets;
  } catch {
    return path.join(folder, 'none');
  }
};
const modeOf = (file: string) => statSync(file).mode & 0o777;

it('makes folders that others cannot read', () => {
  const home = openHome(root());

  expect(modeOf(home.root) & 0o066).toBe(0);
  expect([home.objects, home.warehouses, home.logs, home.sockets].map(modeOf)).toEqual([0o700, 0o700, 0o700, 0o700]);
});

it('leaves a socket path short under a deep home and with a deep temporary folder', () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = path.join(folder, 'deep'.repeat(25));
  const { sockets } = openHome(path.join(root(), 'deep'.repeat(50)));
  if (TMPDIR) process.env.TMPDIR = TMPDIR;
  else delete process.env.TMPDIR;

  expect(Buffer.byteLength(path.join(sockets, `prj_${'0'.repeat(32)}.sock`))).toBeLessThanOrEqual(107);
  rmSync(sockets, { recursive: true });
});

it('refuses a socket folder that is open to others', () => {
  const { sockets } = openHome(root());
  chmodSync(sockets, 0o777);

  expect(() => openHome(root())).toThrow(`The folder for sockets, ${sockets}, belongs to another user or is open`);
  rmSync(sockets, { recursive: true });
});
