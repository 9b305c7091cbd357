import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Project, Testing } from 'projen';
import { expect, it } from 'vitest';
import { compileAssembly, WasmFile } from './wasm-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tandem-wasm-'));

function source(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

it('writes a module that exports what the compiler gives, as base64', async () => {
  const compiled = await compileAssembly(source('twice.ts', 'export function twice(x: f64): f64 { return 2 * x; }'));
  const project = new Project({ name: 'shop', outdir: path.join(folder, 'shop') });
  new WasmFile(project, 'src/generated/twice.ts', 'twice', compiled);

  const text: string = Testing.synth(project)['src/generated/twice.ts'];
  const [, base64] = /^\/\/ .+\nexport const twice =\n {2}'([^']+)';\n$/.exec(text)!;
  const bytes = Buffer.from(base64!, 'base64');

  expect(bytes.subarray(0, 8)).toEqual(Buffer.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  expect(bytes).toEqual(compiled);
});

it('fails with what the compiler says', async () => {
  await expect(compileAssembly(source('wrong.ts', 'export function wrong(): i32 { return nothing; }'))).rejects.toThrow(
    /Cannot find name 'nothing'/,
  );
});
