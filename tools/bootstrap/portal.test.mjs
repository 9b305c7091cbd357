import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { hashOf } from './portal.mjs';

let base;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'tandem-hash-'));
  mkdirSync(path.join(base, 'src'));
  writeFileSync(path.join(base, 'src/a.ts'), 'a');
});

afterEach(() => rmSync(base, { recursive: true }));

test('changes with a file, its name and a new one, and not with a test', () => {
  const first = hashOf(['src'], base);
  writeFileSync(path.join(base, 'src/a.test.ts'), 'test');
  assert.equal(hashOf(['src'], base), first);

  writeFileSync(path.join(base, 'src/a.ts'), 'b');
  const changed = hashOf(['src'], base);
  assert.notEqual(changed, first);

  renameSync(path.join(base, 'src/a.ts'), path.join(base, 'src/b.ts'));
  assert.notEqual(hashOf(['src'], base), changed);
});

test('takes a source that is not there as empty', () => {
  assert.equal(hashOf(['nowhere'], base), hashOf([], base));
});
