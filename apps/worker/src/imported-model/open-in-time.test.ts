import { Cancelled, InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import type { OpenImportedModel } from './open-imported-model.ts';
import { openInTime } from './open-in-time.ts';

const hanging = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(new Cancelled('The imported model'))),
  );

it('leaves out a model that is not open after a quarter of the time limit', async () => {
  const { opened, leftOut } = await openInTime('m.onnx', 0.4, hanging, new AbortController().signal);

  expect(opened).toBeUndefined();
  expect(leftOut).toMatch(/m\.onnx was left out: it could not be opened within 0\.1 s, its part of the time limit/);
});

it('waits as long as a model needs where there is no limit', async () => {
  const model = {} as OpenImportedModel;

  expect((await openInTime('m', null, async () => model, undefined)).opened).toBe(model);
});

it('passes on what is wrong with a model, and that the run was cancelled, under a limit too', async () => {
  const wrong = openInTime('m', 100, () => Promise.reject(new InvalidInput('It is no model.', '')), undefined);
  const stop = new AbortController();
  const stopped = openInTime('m', 100, hanging, stop.signal);
  stop.abort();

  await expect(wrong).rejects.toThrow('It is no model.');
  await expect(stopped).rejects.toThrow(Cancelled);
});
