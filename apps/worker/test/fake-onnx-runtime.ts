import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the runtime in `installFakeRuntime` does with a model of such bytes; `week` repeats its last seven values, `stuck` never loads. */
export type Behaviour = 'week' | 'stuck' | 'crash' | 'hang' | 'telling' | 'nan' | 'fails';

/** A model as the fake runtime reads it: an ONNX message of one field. Of `crash` and `hang`, the calls until then. */
export function fakeModel(behaviour: Behaviour, after = 3): Uint8Array {
  const text = Buffer.from(`${behaviour} ${after}`);
  return new Uint8Array(Buffer.concat([Buffer.from([0x12, text.length]), text]));
}

/**
 * A package of the runtime's name and calls that stands in for it in a folder of runtimes, with contexts of 14 values. It
 * notes the ids of the processes that load it.
 */
export function installFakeRuntime(runtimes: string): { readonly processes: () => number[] } {
  const folder = path.join(runtimes, 'node_modules', 'onnxruntime-node');
  const ids = path.join(runtimes, 'processes');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'onnxruntime-node', main: 'index.cjs' }));
  writeFileSync(path.join(folder, 'index.cjs'), `const ids = ${JSON.stringify(ids)};\n${program}`);
  return {
    processes: () => readFileSync(ids, 'utf8').trim().split('\n').map(Number),
  };
}

const program = `
require('node:fs').appendFileSync(ids, process.pid + '\\n');
const info = (name) => [{ name, isTensor: true, type: 'float32', shape: ['series', name === 'past' ? 14 : 7] }];
exports.Tensor = class {
  constructor(type, data, dims) {
    Object.assign(this, { type, data, dims });
  }
};
exports.InferenceSession = {
  async create(bytes, options) {
    const [behaviour, after] = Buffer.from(bytes.subarray(2)).toString().split(' ');
    if (behaviour === 'stuck') await new Promise(() => undefined);
    let calls = 0;
    return {
      inputNames: ['past'],
      outputNames: ['median'],
      inputMetadata: info('past'),
      outputMetadata: info('median'),
      async run({ past }) {
        const series = past.dims[0];
        const out = new Float32Array(7 * series);
        for (let k = 0; k < out.length; k++) out[k] = past.data[14 * Math.floor(k / 7) + 7 + (k % 7)];
        if (calls++ >= Number(after)) {
          if (behaviour === 'crash') process.kill(process.pid, 'SIGSEGV');
          if (behaviour === 'hang') for (;;);
          if (behaviour === 'fails') throw new Error('Got invalid dimensions');
          if (behaviour === 'telling') {
            out.fill(0);
            out.set([process.pid, Object.keys(process.env).length, options.intraOpNumThreads, options.interOpNumThreads]);
          }
        }
        if (behaviour === 'nan') out.fill(NaN);
        return { median: { type: 'float32', dims: [series, 7], data: out } };
      },
    };
  },
};
`;
