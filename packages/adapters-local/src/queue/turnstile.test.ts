import { expect, it } from 'vitest';
import { turnstile } from './turnstile.ts';

it('lets so many of a key run at once, the others in order, and keys not wait for each other', async () => {
  const pass = turnstile(2);
  const log: string[] = [];
  const release = new Map<string, () => void>();
  const enter = (key: string, name: string) =>
    pass(key, async () => {
      log.push(name);
      await new Promise<void>((resolve) => release.set(name, resolve));
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  const all = [enter('a', 'a1'), enter('a', 'a2'), enter('a', 'a3'), enter('a', 'a4'), enter('b', 'b1')];
  await settle();
  expect(log).toEqual(['a1', 'a2', 'b1']);

  release.get('a2')!();
  await settle();
  expect(log.slice(3)).toEqual(['a3']);

  release.get('a1')!();
  await settle();
  for (const it of ['a3', 'a4', 'b1']) release.get(it)!();
  await Promise.all(all);
  expect(log.slice(3)).toEqual(['a3', 'a4']);
});

it('hands a place over where what ran there has failed', async () => {
  const pass = turnstile(1);
  const failing = pass('a', async () => Promise.reject(new Error('broken')));
  const next = pass('a', async () => 'ran');

  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('ran');
});
