import { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { contextLengthOf, probe, stepsOf } from './contract.ts';
import type { LoadedModel } from './onnx-messages.ts';

const model = (shape: (number | string)[], change: Partial<LoadedModel> = {}): LoadedModel => ({
  inputs: [{ name: 'past', type: 'float32', shape }],
  outputs: [{ name: 'median', type: 'float32', shape: ['series', 7] }],
  ...change,
});
const lengthOf = (loaded: LoadedModel, given?: number) => () => contextLengthOf('m', loaded, given);

it('reads from the file how far a model looks back, and asks where that is open', () => {
  expect(lengthOf(model(['n', 28]))()).toBe(28);
  expect(lengthOf(model(['n', 28, 1]))()).toBe(28);
  expect(lengthOf(model(['n', 'context']), 30)()).toBe(30);
  expect(lengthOf(model(['n', 'context']))).toThrow(
    expect.objectContaining({ mend: expect.stringContaining('--context-length') }),
  );
  expect(lengthOf(model(['n', 28]), 30)).toThrow(/looks back on 28 values, and 30 was given/);
});

it('refuses inputs and outputs of another kind, with what they are', () => {
  const int64 = { name: 'i', type: 'int64', shape: ['n', 28] };
  const two = [...model(['n', 28]).inputs, { ...int64, name: 'when' }];

  expect(lengthOf(model([], { inputs: two }))).toThrow(/has 2 inputs \(past, when\)/);
  expect(lengthOf(model([], { inputs: [int64] }))).toThrow(/takes int64/);
  expect(lengthOf(model(['n', 28], { outputs: [int64] }))).toThrow(/gives int64/);
  expect(lengthOf(model([28]))).toThrow(/takes the shape \[28\]/);
  expect(lengthOf(model(['n', 28, 3]))).toThrow(/takes the shape \[n, 28, 3\]/);
  expect(lengthOf(model([1, 28]))).toThrow(/takes 1 series at a time/);
  expect(lengthOf(model(['n', 0]))).toThrow(/looks back on 0 values/);
});

it('takes the steps from what comes out, with or without a last dimension of one', () => {
  const gave = (shape: number[], type = 'float32') => stepsOf('m', 4, { type, shape, values: new Float32Array(0) });

  expect([gave([4, 7]), gave([4, 7, 1])]).toEqual([7, 7]);
  for (const shape of [[4], [4, 0], [7, 4], [4, 7, 9], []]) expect(() => gave(shape)).toThrow(InvalidInput);
  expect(() => gave([4, 7], 'float64')).toThrow(/gave float64/);
});

it('refuses a model that forecasts a series otherwise beside another one', async () => {
  const mixing = async (contexts: Float32Array, series: number) => new Float32Array(2 * series).fill(contexts.at(-1)!);

  const summing = async (contexts: Float32Array, series: number) =>
    Float32Array.from({ length: series }, (_, k) =>
      contexts.subarray(0, 14 * (k + 1)).reduce((sum, it) => sum + it, 0),
    );
  const onlyTogether = async (_: Float32Array, series: number) =>
    new Float32Array(2 * series).fill(series === 1 ? Number.NaN : 1);

  for (const model of [mixing, summing, onlyTogether])
    await expect(probe('m', 14, model)).rejects.toThrow(/otherwise where another one is beside it/);
});
