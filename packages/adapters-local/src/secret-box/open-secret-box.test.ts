import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SecretUnreadable, Unavailable } from '@tandem/data-model';
import { expect, it, onTestFinished } from 'vitest';
import { openSecretBox } from './open-secret-box.ts';
import { secretKeys } from './secret-keys.ts';

const place = ['prj_1', 'db.example.com', 5432];

it('gives a secret back, and shows nothing of it meanwhile', () => {
  const box = openSecretBox(['a key']);

  const sealed = box.seal('geheim 비밀', place);

  expect(box.open(sealed, place)).toBe('geheim 비밀');
  expect(Buffer.from(sealed.split('.')[2]!, 'base64url').includes('geheim')).toBe(false);
  expect(box.seal('geheim 비밀', place)).not.toBe(sealed);
});

it('opens for nothing else, with no other key, and nothing that was changed', () => {
  const box = openSecretBox(['a key']);
  const sealed = box.seal('geheim', place);
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;

  expect(() => box.open(sealed, ['prj_1', 'evil.example.com', 5432])).toThrow(SecretUnreadable);
  expect(() => openSecretBox(['another']).open(sealed, place)).toThrow(SecretUnreadable);
  for (const it of [changed, 'nonsense', '', '1.00.']) expect(() => box.open(it, place)).toThrow(SecretUnreadable);
});

it('goes on to open with an old key what it seals with a new one no more', () => {
  const old = openSecretBox(['old']);
  const both = openSecretBox(['new', 'old']);

  expect(both.open(old.seal('geheim', place), place)).toBe('geheim');
  expect(() => old.open(both.seal('geheim', place), place)).toThrow(SecretUnreadable);
});

function newFolder(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-secret-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

it('makes the key of a home once, for its owner alone, and a given one goes before it', () => {
  const root = newFolder();

  const [made] = secretKeys({ root }, undefined);

  expect(Buffer.from(made, 'base64url')).toHaveLength(32);
  expect(statSync(path.join(root, 'secret-key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(root, 'secret-key'), 'utf8').trim()).toBe(made);
  expect(secretKeys({ root }, undefined)).toEqual([made]);
  expect(secretKeys({ root }, 'given')).toEqual(['given', made]);
  expect(secretKeys({ root: newFolder() }, 'given')).toEqual(['given']);
});

it('refuses a file that holds no key', () => {
  const root = newFolder();
  writeFileSync(path.join(root, 'secret-key'), '\n');

  expect(() => secretKeys({ root }, undefined)).toThrow(Unavailable);
});
