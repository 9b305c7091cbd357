import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';

describe('a password', () => {
  it('is known again, and no other is taken for it', async () => {
    const kept = await hashPassword('correct horse battery');

    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await isPassword('correct horse battery', kept)).toBe(true);
    expect(await isPassword('correct horse batterz', kept)).toBe(false);
    expect(await hashPassword('correct horse battery')).not.toBe(kept);
  });

  it('is the same however its letters were composed', async () => {
    const kept = await hashPassword('pass\u00e9 compos\u00e9');

    expect(await isPassword('passe\u0301 compose\u0301', kept)).toBe(true);
  });

  it('is never right where none was set', async () => {
    expect(await isPassword('', null)).toBe(false);
    expect(await isPassword('anything', undefined)).toBe(false);
  });

  it('is what other programs make of it too', async () => {
    // Made with the reference implementation's command: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
    const published = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';

    expect(await isPassword('password', published)).toBe(true);
    expect(await isPassword('passwort', published)).toBe(false);
  });
});
