import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { root } from './installation.mjs';

let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-run-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const front = (program, env = {}) => {
  const entry = path.join(folder, 'entry.mjs');
  writeFileSync(entry, program);
  const module = path.join(root, 'tools/bootstrap/run-pinned.mjs');
  const code = `const { runPinned } = await import(${JSON.stringify(module)});
    runPinned(process.execPath, ${JSON.stringify(path.relative(root, entry))}, []);`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

test('ends with the exit code of what it runs', async () => {
  const [code] = await once(front('process.exit(3)'), 'exit');

  assert.equal(code, 3);
});

test('passes a signal on and waits until the other has cleaned up', async () => {
  const child = front(`
    process.on('SIGTERM', () => setTimeout(() => { console.info('clean'); process.exit(0); }, 200));
    console.info('up');
    setInterval(() => {}, 1000);`);
  let said = '';
  child.stdout.on('data', (text) => {
    if (said === '') child.kill('SIGTERM');
    said += text;
  });

  const [code] = await once(child, 'close');

  assert.equal(code, 0);
  assert.equal(said, 'up\nclean\n');
});

test("hides npm's variables but the registry, and stands where the user stands", async () => {
  const child = front(
    'console.info(JSON.stringify([process.env.npm_config_cache, process.env.npm_config_registry, process.cwd()]))',
    {
      npm_config_cache: '/somewhere',
      npm_config_registry: 'https://registry.example/',
      npm_package_json: path.join(root, 'package.json'),
      INIT_CWD: path.join(root, 'tools'),
    },
  );
  const [said] = await once(child.stdout, 'data');

  assert.deepEqual(JSON.parse(said), [null, 'https://registry.example/', path.join(root, 'tools')]);
});
