import asc from 'assemblyscript/asc';
import { type Project, TextFile } from 'projen';

/** Fast, with SIMD, and without a runtime: nothing is allocated, all arrays lie where the caller says. */
const flags = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];

/**
 * Compiles a file of AssemblyScript to WebAssembly, the same bytes for the same compiler. Throws with the compiler's diagnostics.
 *
 * @param source path of the file
 */
export async function compileAssembly(source: string): Promise<Uint8Array> {
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main([source, '--outFile', 'out.wasm', ...flags], {
    writeFile: (_, contents) => {
      compiled = Buffer.from(contents);
    },
  });
  if (error || !compiled) throw new Error(`${source} does not compile:\n${stderr}`, { cause: error });
  return compiled;
}

/** A TypeScript file that exports compiled WebAssembly as base64, so that a fresh clone runs without a compiler. */
export class WasmFile extends TextFile {
  constructor(project: Project, path: string, name: string, compiled: Uint8Array) {
    super(project, path);
    if (this.marker) this.addLine(`// ${this.marker}`);
    this.addLine(`export const ${name} =`);
    this.addLine(`  '${Buffer.from(compiled).toString('base64')}';`);
    this.addLine('');
  }
}
