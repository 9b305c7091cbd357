import { createRequire } from 'node:module';
import path from 'node:path';
import { RuntimeMissing } from '@tandem/data-model';

/** What runs imported models: some 110 MB that most installations do without. */
export const onnxRuntime = { name: 'onnxruntime-node', version: '1.30.0' } as const;

/**
 * The file to import: from the folder `runtimes` of the home, or where Node finds the package for this program. Throws
 * RuntimeMissing, with the command that installs it, where it is in neither.
 */
export function findOnnxRuntime(runtimes: string): string {
  for (const from of [path.join(runtimes, 'package.json'), import.meta.filename]) {
    try {
      return createRequire(from).resolve(onnxRuntime.name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new RuntimeMissing(
    `Imported models are run by ${onnxRuntime.name}, which is not installed.`,
    installHint(runtimes),
  );
}

/** Its install script fetches libraries for graphics cards, which are not used here. */
export const installHint = (runtimes: string) =>
  `Install it: npm install --prefix ${quoted(runtimes)} --ignore-scripts ${onnxRuntime.name}@${onnxRuntime.version}`;

const quoted = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
