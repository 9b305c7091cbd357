import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { OpenWork } from '../control-store.ts';
import type { Queue } from '../queue.ts';

/** What every queue does. `newPlace` gives an address where nothing waits; queues opened on one address share it. */
export function queueContract(
  name: string,
  newPlace: () => Promise<string>,
  open: (place: string) => Promise<Queue>,
): void {
  // Each test waits most of its time, on a queue of its own; so they wait together.
  describe.concurrent(`${name} as a queue`, () => {
    const fresh = async ({ onTestFinished }: TestContext) => {
      const place = await newPlace();
      const opened: Queue[] = [];
      onTestFinished(() => Promise.all(opened.map((it) => it.stop(0))).then(() => undefined));
      return async () => {
        const queue = await open(place);
        opened.push(queue);
        return queue;
      };
    };
    const work = (id: string, kind: OpenWork['kind'] = 'train'): OpenWork => ({ kind, projectId: `prj of ${id}`, id });
    const of = (projectId: string, id: string): OpenWork => ({ kind: 'train', projectId, id });
    const until = async (holds: () => boolean, timeoutMs = 8_000) => {
      const end = Date.now() + timeoutMs;
      while (!holds()) {
        if (Date.now() > end) throw new Error(`still not after ${timeoutMs} ms: ${holds}`);
        await sleep(10);
      }
    };

    it('hands work sent by one process to another, as it was sent', async (context) => {
      const openOne = await fresh(context);
      const [api, worker] = [await openOne(), await openOne()];
      const seen: OpenWork[] = [];
      await worker.work('train', 1, async (it) => void seen.push(it));

      await api.send(work('run_1'));

      await until(() => seen.length === 1);
      expect(seen).toEqual([work('run_1')]);
    });

    it('keeps what was sent before anybody worked', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      await queue.send(work('run_1'));
      const seen: string[] = [];

      await queue.work('train', 1, async (it) => void seen.push(it.id));

      await until(() => seen.length === 1);
    });

    it('sends work that already waits only once', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      await Promise.all([queue.send(work('run_1')), queue.send(work('run_1')), queue.send(work('run_2'))]);
      const seen: string[] = [];

      await queue.work('train', 1, async (it) => void seen.push(it.id));
      await until(() => seen.length === 2);
      await sleep(700);

      expect(seen.sort()).toEqual(['run_1', 'run_2']);
    });

    it('runs work once more that is sent while it runs, and not at the same time', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      let running = 0;
      let most = 0;
      let runs = 0;
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await queue.work('deploy', 4, async () => {
        runs += 1;
        most = Math.max(most, ++running);
        if (runs === 1) await held;
        running -= 1;
      });
      await queue.send(work('ept_1', 'deploy'));
      await until(() => runs === 1);

      await queue.send(work('ept_1', 'deploy'));
      await queue.send(work('ept_1', 'deploy'));
      await sleep(700);
      expect(runs).toBe(1);
      release();

      await until(() => runs === 2);
      await sleep(700);
      expect({ runs, most }).toEqual({ runs: 2, most: 1 });
    });

    it('knows what neither waits nor runs', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const seen: string[] = [];
      await queue.work('load', 1, async ({ id }) => {
        seen.push(id);
        if (id === 'lod_2') await held;
      });
      await queue.send(work('lod_1', 'load'));
      await until(() => seen.length === 1);
      await queue.send(work('lod_2', 'load'));
      await queue.send(work('lod_3', 'load'));
      await until(() => seen.length === 2);

      const all = ['lod_1', 'lod_2', 'lod_3', 'lod_4'].map((id) => work(id, 'load'));
      expect((await queue.missing(all)).map((it) => it.id)).toEqual(['lod_1', 'lod_4']);
      release();
    });

    it('takes work up again after it has ended', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      let runs = 0;
      await queue.work('load', 1, async () => void runs++);
      await queue.send(work('lod_1', 'load'));
      await until(() => runs === 1);
      await sleep(100);

      await queue.send(work('lod_1', 'load'));

      await until(() => runs === 2);
    });

    it('handles at most `concurrency` pieces of a kind at once, and kinds apart from each other', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      let running = 0;
      let most = 0;
      let done = 0;
      await queue.work('load', 2, async () => {
        most = Math.max(most, ++running);
        await sleep(300);
        running -= 1;
        done += 1;
      });
      const other: string[] = [];
      await queue.work('provision', 1, async (it) => void other.push(it.id));

      await Promise.all(['lod_1', 'lod_2', 'lod_3', 'lod_4'].map((id) => queue.send(work(id, 'load'))));
      await queue.send(work('prj_1', 'provision'));

      await until(() => done === 4 && other.length === 1);
      expect(most).toBe(2);
    });

    it('tries again where a handler throws, and says which try it is', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      const attempts: { number: number; isLast: boolean }[] = [];
      await queue.work('train', 1, async (_, { number, isLast }) => {
        attempts.push({ number, isLast });
        if (number === 1) throw new Error('not yet');
      });

      await queue.send(work('run_1'));

      await until(() => attempts.length === 2);
      expect(attempts).toEqual([
        { number: 1, isLast: false },
        { number: 2, isLast: false },
      ]);
    });

    it('lets a project have one piece at a time while others go on', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      const running = new Map<string, number>();
      let [most, together, done] = [0, 0, 0];
      await queue.work('train', 4, async ({ projectId }) => {
        running.set(projectId, (running.get(projectId) ?? 0) + 1);
        most = Math.max(most, ...running.values());
        together = Math.max(together, (running.get('a') ?? 0) + (running.get('b') ?? 0));
        await sleep(150);
        running.set(projectId, running.get(projectId)! - 1);
        done += 1;
      });

      await Promise.all(['a1', 'a2', 'a3', 'b1', 'b2', 'b3'].map((id) => queue.send(of(id[0]!, id))));

      await until(() => done === 6);
      expect({ most, together }).toEqual({ most: 1, together: 2 });
    });

    it('lets projects take turns, however much one has sent, and what is scheduled wait for what is not', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      for (const id of ['s1', 's2']) await queue.send({ ...of('a', id), priority: 'scheduled' });
      for (let k = 1; k <= 6; k++) await queue.send(of('a', `a${k}`));
      for (const id of ['b1', 'b2', 'c1']) await queue.send(of(id[0]!, id));
      const order: string[] = [];

      await queue.work('train', 1, async (it) => {
        order.push(it.id);
        // What a project sends one after the other does not keep the others waiting either.
        if (it.id === 'b2') await queue.send(of('b', 'b3'));
      });

      await until(() => order.length === 12);
      expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'b3', 'a4', 'a5', 'a6', 's1', 's2']);
    });

    it('sleeps where nothing waits or runs, and works on when it is woken', async (context) => {
      const openOne = await fresh(context);
      const [api, worker] = [await openOne(), await openOne()];
      const seen: string[] = [];
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await worker.work('train', 1, async ({ id }) => {
        if (id === 'run_1') await held;
        seen.push(id);
      });
      await api.send(work('run_1'));
      await sleep(300);
      expect(await worker.sleep()).toBe(false);
      release();
      await until(() => seen.length === 1);
      await until(() => true);
      while (!(await worker.sleep())) await sleep(20);

      await api.send(work('run_2'));
      await sleep(600);
      expect(seen).toEqual(['run_1']);
      await worker.wake();

      await until(() => seen.length === 2);
    });

    it('waits for what is running when it stops, and takes nothing more', async (context) => {
      const openOne = await fresh(context);
      const queue = await openOne();
      const done: string[] = [];
      let started = false;
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await queue.work('train', 1, async (it) => {
        started = true;
        await held;
        done.push(it.id);
      });
      await queue.send(work('run_1'));
      await until(() => started);
      await queue.send(work('run_2'));

      const stopping = queue.stop(10_000);
      await sleep(300);
      release();
      await stopping;

      expect(done).toEqual(['run_1']);
    });

    it('lets another worker run what had not ended when the grace was over', async (context) => {
      const openOne = await fresh(context);
      const [first, second] = [await openOne(), await openOne()];
      let aborted = false;
      let started = false;
      await first.work('train', 1, async (_, { signal }) => {
        started = true;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        aborted = true;
        throw new Error('stopped');
      });
      await first.send(work('run_1'));
      await until(() => started);

      await first.stop(1_000);

      expect(aborted).toBe(true);
      const seen: string[] = [];
      await second.work('train', 1, async (it) => void seen.push(it.id));
      await until(() => seen.length === 1);
    });
  });
}
