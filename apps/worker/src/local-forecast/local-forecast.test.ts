import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  forecastSocket,
  openDiskObjectStore,
  openForecastClient,
  openHome,
  openThreadPool,
} from '@tandem/adapters-local';
import { Cancelled, encodeFrame, formatDay, parseDay, type TrainingFrame } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import type { ForecastBackend, ForecastServing, RunHooks, ServedModel } from '@tandem/ports';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { serveForecasts } from './forecast-server.ts';
import { openLocalForecast } from './local-forecast.ts';

const first = parseDay('2025-01-01');
const days = 200;
const ahead = 20;

/** Three shops with a weekly season and promotions, of which 20 days ahead are known. */
function frame(): TrainingFrame {
  const items = ['a', 'b', 'c'];
  const rows = days + ahead;
  const at = (i: number, d: number) => i * rows + d;
  const target = new Float64Array(items.length * rows).fill(Number.NaN);
  const promo = new Float64Array(items.length * rows);
  for (let i = 0; i < items.length; i++) {
    for (let d = 0; d < rows; d++) {
      promo[at(i, d)] = d % 9 === 0 ? 1 : 0;
      if (d < days)
        target[at(i, d)] = (i + 1) * 100 * (1 + 0.2 * Math.sin((2 * Math.PI * d) / 7) + 0.1 * (d % 9 === 0 ? 1 : 0));
    }
  }
  return {
    axis: { frequency: { count: 1, unit: 'D' }, anchor: 0 },
    items,
    start: Float64Array.of(first, first, first),
    offset: Int32Array.of(0, rows, 2 * rows, 3 * rows),
    history: Int32Array.of(days, days, days),
    target,
    known: [{ name: 'promo', values: promo }],
    past: [],
    statics: [],
  };
}

const openImported = () => expect.fail('no model is imported');

describe('the local forecast backend', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'local-forecast-'));
  const home = openHome(root);
  const objects = openDiskObjectStore(home.objects);
  const served: ServedModel = { endpointId: 'e', modelKey: 'model.bin', frameKey: 'frame.bin' };
  const job = TrainingJob.parse({ forecastHorizon: 7, forecastQuantiles: ['p10', 'p50', 'p90'], preset: 'fast' });
  const hooks = (signal = new AbortController().signal): RunHooks => ({
    onProgress: () => {},
    onLog: () => {},
    signal,
  });
  let backend: ForecastBackend;
  let client: ForecastServing;
  let server: Server;
  const faults: unknown[] = [];

  beforeAll(async () => {
    backend = openLocalForecast({
      objects,
      openRunner: (module, shared) => openThreadPool({ module, shared, threads: 2 }),
      openImported,
    });
    server = await serveForecasts(backend, forecastSocket(home), (error) => faults.push(error));
    client = openForecastClient(home);
    await objects.put('frame.bin', encodeFrame(frame()));
    await backend.train({ job, frameKey: 'frame.bin', modelKey: 'model.bin' }, hooks());
  }, 60_000);

  afterAll(() => {
    server.close();
    rmSync(root, { recursive: true, force: true });
    rmSync(home.sockets, { recursive: true, force: true });
  });

  it('counts the writing of the frame towards the time limit', async () => {
    const limited = { ...job, completionCriteria: { maxAutoMLJobRuntimeInSeconds: 1000 } };
    const now = performance.now.bind(performance);
    const writeFrame = async () => {
      vi.spyOn(performance, 'now').mockImplementation(() => now() + 2_000_000);
    };

    const report = await backend
      .train({ job: limited, frameKey: 'frame.bin', writeFrame, modelKey: 'late.bin' }, hooks())
      .finally(() => vi.restoreAllMocks());

    expect(report.seconds).toBeGreaterThan(2000);
    expect(report.notes.join()).toContain('time limit');
  }, 60_000);

  it('answers another process over the socket, with the horizon of the job', async () => {
    const [forecast] = await client.predict(served, { items: [{ itemId: 'b' }] });

    expect(forecast?.timestamps).toEqual(Array.from({ length: 7 }, (_, h) => formatDay(first + days + h)));
    expect(forecast?.quantiles.p50?.[0]).toBeGreaterThan(130);
    expect(forecast?.quantiles.p50?.[0]).toBeLessThan(270);
  });

  it('forecasts what a request says will be known', async () => {
    const row = (promo: number) => [{ timestamp: formatDay(first + days), promo }];

    const [plain] = await client.predict(served, { items: [{ itemId: 'b', future: row(0) }] });
    const [promoted] = await client.predict(served, { items: [{ itemId: 'b', future: row(1) }] });

    expect(promoted!.quantiles.p50![0]!).toBeGreaterThan(plain!.quantiles.p50![0]!);
  });

  it('explains what it forecasts, over the socket, by parts that sum to the median', async () => {
    const { modelKey, frameKey } = served;

    const [[why], [forecast]] = await Promise.all([
      client.explain({ modelKey, frameKey }, { items: [{ itemId: 'b' }] }),
      client.predict(served, { items: [{ itemId: 'b' }] }),
    ]);

    expect(why!.timestamps).toEqual(forecast!.timestamps);
    expect(why!.median).toEqual(forecast!.quantiles.p50);
    expect(why!.parts.map(({ kind, name }) => [kind, name])).toEqual([
      ['level', ''],
      ['season', ''],
      ['known', 'promo'],
    ]);
    const sums = why!.timestamps.map((_, h) => why!.parts.reduce((sum, { values }) => sum + values[h]!, 0));
    sums.forEach((it, h) => {
      expect(it).toBeCloseTo(why!.median[h]!, 9);
    });
    await expect(
      client.explain({ modelKey, frameKey: 'gone.bin' }, { items: [{ itemId: 'b' }] }),
    ).rejects.toMatchObject({ code: 'MODEL_UNREADABLE', mend: 'Forecast again, and look at the new forecast.' });
    await expect(client.explain({ modelKey, frameKey }, { items: [{ itemId: 'nobody' }] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('hands a known error to the caller as it was', async () => {
    await expect(client.predict(served, { items: [{ itemId: 'nobody' }] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      kind: 'missing',
    });
  });

  it('says to its log what went wrong inside', async () => {
    await objects.put('broken.bin.card.json', Buffer.from('{'));
    await objects.put('broken.bin', Buffer.from(await objects.get('model.bin')));

    const asked = client.predict({ ...served, endpointId: 'f', modelKey: 'broken.bin' }, { items: [{ itemId: 'b' }] });

    await expect(asked).rejects.toThrow(/The forecast server failed/);
    expect(faults).toEqual([expect.any(SyntaxError)]);
  });

  /** A backend that counts what it reads. */
  function counting() {
    const reads = { count: 0 };
    const get = (key: string) => objects.get(key).finally(() => void reads.count++);
    const openRunner = () => expect.fail('nothing is trained');
    return { fresh: openLocalForecast({ objects: { ...objects, get }, openRunner, openImported }), reads };
  }

  it('reads a model once for all who ask meanwhile, and again after it could not be read', async () => {
    const { fresh, reads } = counting();
    const ask = (target: ServedModel) => fresh.predict(target, { items: [{ itemId: 'b' }] });
    await expect(ask({ ...served, modelKey: 'none.bin' })).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
      message: expect.stringContaining('no object none.bin'),
    });
    reads.count = 0;

    await Promise.all([ask(served), ask(served), fresh.deploy(served), ask(served)]);

    expect(reads.count).toBe(3);
  });

  it('answers predictions while it explains, and refuses more steps than it would explain at once', async () => {
    const source = { modelKey: served.modelKey, frameKey: served.frameKey };
    const fresh = openLocalForecast({ objects, openRunner: () => expect.fail('nothing is trained'), openImported });
    const order: string[] = [];
    await fresh.deploy(served);

    await Promise.all([
      fresh.explain(source, { items: [{ itemId: 'b' }] }).then(() => order.push('explained')),
      fresh.predict(served, { items: [{ itemId: 'a' }] }).then(() => order.push('predicted')),
    ]);

    expect(order).toEqual(['predicted', 'explained']);
    const items = ['a', 'b', 'c'].map((itemId) => ({ itemId }));
    await expect(fresh.explain(source, { items, horizon: 400 })).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('1200 steps'),
    });
  });

  it('lets go of what was explained once nobody has looked for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { fresh, reads } = counting();
      const ask = () =>
        fresh.explain({ modelKey: served.modelKey, frameKey: served.frameKey }, { items: [{ itemId: 'b' }] });

      await ask();
      vi.advanceTimersByTime(9 * 60_000);
      await ask();
      vi.advanceTimersByTime(9 * 60_000);
      await ask();
      expect(reads.count).toBe(3);
      vi.advanceTimersByTime(11 * 60_000);
      await ask();
      expect(reads.count).toBe(6);
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives the same forecasts to a batch as to a request', async () => {
    const batch = { modelKey: 'model.bin', frameKey: 'frame.bin', horizon: 7, outputKey: 'out.csv' };

    const result = await backend.batch(batch, hooks());
    const lines = Buffer.from(await objects.get('out.csv'))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const [asked] = await client.predict(served, { items: [{ itemId: 'a' }] });

    expect(result).toMatchObject({ items: 3, rows: 21, cutoff: formatDay(first + days - 1) });
    expect(lines).toHaveLength(22);
    expect(Number(lines[1]!.split(',')[2])).toBeCloseTo(asked!.mean[0]!, 6);
  });

  it('fills the future alike in a batch, a request and an explanation, also for an item without a value', async () => {
    const stored = frame();
    const promo = stored.known[0]!.values;
    promo.fill(Number.NaN, stored.offset[2], stored.offset[3]);
    for (const i of [0, 1]) promo.fill(Number.NaN, stored.offset[i]! + days, stored.offset[i + 1]);
    const filled = TrainingJob.parse({ ...job, transformations: { filling: { promo: { futurefill: 'max' } } } });
    await objects.put('gaps.bin', encodeFrame(stored));
    await backend.train({ job: filled, frameKey: 'gaps.bin', modelKey: 'filled.bin' }, hooks());
    const source = { modelKey: 'filled.bin', frameKey: 'gaps.bin' };
    const ask = { items: [{ itemId: 'c' }] };

    await backend.batch({ ...source, horizon: 7, outputKey: 'filled.csv' }, hooks());
    const lines = Buffer.from(await objects.get('filled.csv'))
      .toString('utf8')
      .split('\n');
    const batch = lines.filter((it) => it.startsWith('c,')).map((it) => it.split(','));
    const [asked] = await backend.predict({ ...source, endpointId: 'filled' }, ask);
    const [why] = await backend.explain(source, ask);

    expect(batch).toHaveLength(7);
    batch.forEach((it, h) => {
      expect(Number(it[2])).toBeCloseTo(asked!.mean[h]!, 6);
    });
    expect(why!.median).toEqual(asked!.quantiles.p50);
  }, 60_000);

  it('stops a batch at its signal, and keeps nothing of it', async () => {
    const batch = { modelKey: 'model.bin', frameKey: 'frame.bin', horizon: 7, outputKey: 'stopped.csv' };

    const stopped = backend.batch(batch, hooks(AbortSignal.abort(new Cancelled('The run'))));

    await expect(stopped).rejects.toBeInstanceOf(Cancelled);
    expect(await objects.list('stopped.csv')).toEqual([]);
  });

  it('stops a training run within a second of its signal', async () => {
    const stop = new AbortController();
    const run = backend.train({ job, frameKey: 'frame.bin', modelKey: 'other.bin' }, hooks(stop.signal));

    const started = performance.now();
    stop.abort(new Cancelled('The run'));

    await expect(run).rejects.toBeInstanceOf(Cancelled);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await objects.list('other.bin')).toEqual([]);
  });
});
