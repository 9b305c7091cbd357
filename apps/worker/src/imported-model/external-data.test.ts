import { expect, it } from 'vitest';
import { graphAttribute, lastSeason, linear, onnxGraph, onnxModel } from '../../test/tiny-onnx.ts';
import { refuseExternalData } from './external-data.ts';

const outside = { name: 'w', shape: [2, 2], floats: [], external: 'secrets.bin' };
const io = { inputs: [{ name: 'i', shape: ['s', 2] }], outputs: [{ name: 'o', shape: ['s', 2] }] };

it('lets models pass that hold all their values', () => {
  expect(() => refuseExternalData(lastSeason(28, 7))).not.toThrow();
  expect(() => refuseExternalData(linear([[1], [2]]))).not.toThrow();
});

it('refuses a tensor whose values stand in another file, in the model and in the body of a loop', () => {
  const nodes = [{ op: 'MatMul', inputs: ['i', 'w'], outputs: ['o'] }];
  const body = onnxGraph({ ...io, constants: [outside], nodes });
  const loop = { op: 'Loop', inputs: ['', '', 'i'], outputs: ['o'], attributes: [graphAttribute('body', body)] };

  expect(() => refuseExternalData(onnxModel({ ...io, constants: [outside], nodes }))).toThrow(/other files/);
  expect(() => refuseExternalData(onnxModel({ ...io, nodes: [loop] }))).toThrow(/other files/);
});

it('refuses a tag that readers of 32 bits would take for another field', () => {
  // Field 13 of a tensor, with a bit more than a tag has; in the model itself it would be field 7, a graph.
  const tooLarge = Uint8Array.of(0x80 | (58 & 127), 0x80, 0x80, 0x80, 0x10, 0);

  expect(() => refuseExternalData(tooLarge)).toThrow(/not laid out/);
  expect(() => refuseExternalData(Uint8Array.of(2, 0))).toThrow(/not laid out/);
});

it('refuses bytes of another layout, and models that are cut off', () => {
  for (const bytes of [
    new TextEncoder().encode('no model'),
    lastSeason(28, 7).slice(0, 100),
    new Uint8Array(9).fill(255),
  ])
    expect(() => refuseExternalData(bytes)).toThrow(/not laid out/);
});
