import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const files = readdirSync(import.meta.dirname).filter((it) => it.endsWith('.ts') && !it.endsWith('.test.ts'));

it.each(files)('%s is types alone: nothing in it runs', async (file) => {
  expect(Object.keys(await import(`./${file}`))).toEqual([]);
});
