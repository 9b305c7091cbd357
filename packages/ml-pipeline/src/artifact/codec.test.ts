import { createHash } from 'node:crypto';
import { Conflict, InvalidInput } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { panel, shops, uniform } from '../../test/panel.ts';
import { train } from '../pipeline.ts';
import { decodeModel, encodeModel, modelFormat } from './codec.ts';

// Training takes several times as long where a machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const job = TrainingJob.parse({ forecastHorizon: 7, preset: 'balanced' });

/** Paths of all that a model holds, with the kind of each leaf: lists count as one element. */
function shapeOf(value: unknown, at: string, into: Set<string>): Set<string> {
  if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) {
    return into.add(`${at}: ${ArrayBuffer.isView(value) ? value.constructor.name : typeof value}`);
  }
  if (Array.isArray(value)) for (const it of value) shapeOf(it, `${at}[]`, into);
  else for (const [key, it] of Object.entries(value)) shapeOf(it, `${at}.${key}`, into);
  return into;
}

it('has a new format name for each new shape of a model', async () => {
  const whole = shops(14, 60);
  const n = whole.items.length;
  const frame = {
    ...whole,
    known: [
      ...whole.known,
      { name: 'price', values: Float64Array.from(whole.target, (_, k) => 1 + (k % 40)) },
      { name: 'state', levels: ['a', 'b'], values: Float64Array.from(whole.target, (_, k) => k % 2) },
    ],
    statics: [
      { name: 'area', values: Float64Array.from({ length: n }, (_, i) => 10 + i) },
      { name: 'kind', levels: ['a', 'b'], values: Float64Array.from({ length: n }, (_, i) => i % 2) },
    ],
  };
  const hourly = panel(
    [{ id: 'h', past: Array.from({ length: 700 }, (_, k) => 9 + (k % 24) + (k % 168 < 48 ? 5 : 0)) }],
    { frequency: 'H' },
  );
  const shape = new Set<string>();
  for (const it of [frame, hourly]) shapeOf((await train(it, job)).model, 'model', shape);
  const imported = { title: 'm.onnx', source: '', contextLength: 1, steps: 7, bytes: Uint8Array.of(1) };
  const run = async (_: Float32Array, series: number) => new Float32Array(7 * series).fill(50);
  const random = uniform(1);
  const noise = panel(['a', 'b'].map((id) => ({ id, past: Array.from({ length: 60 }, () => 100 * random()) })));
  const { model } = await train(noise, { ...job, preset: 'fast' }, { imported: { ...imported, run } });
  shapeOf(model, 'model', shape);

  const hash = createHash('sha256')
    .update([...shape].sort().join('\n'))
    .digest('hex')
    .slice(0, 12);
  expect(
    `${modelFormat} is ${hash}`,
    'the shape of a model has changed: raise modelFormat in codec.ts, then pin the new shape here',
  ).toBe('tandem-model-6 is 5a432b9ff8b6');
});

it('refuses a model of another version, and says to train again', async () => {
  const { model } = await train(shops(2, 60), { ...job, preset: 'fast' });
  const bytes = encodeModel(model);
  const at = Buffer.from(bytes).indexOf(modelFormat) + modelFormat.length - 1;
  bytes[at] = '1'.charCodeAt(0);

  const read = () => decodeModel(bytes);
  expect(read).toThrow(Conflict);
  expect(read).toThrow(/was written by another version: its format is tandem-model-1/);
  expect(read).toThrow(expect.objectContaining({ mend: expect.stringMatching(/^Train again/) }));
});

it('refuses bytes that are no model', () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(100).fill(7), new TextEncoder().encode('\x02\0\0\0{}')])
    expect(() => decodeModel(bytes)).toThrow(InvalidInput);
});
