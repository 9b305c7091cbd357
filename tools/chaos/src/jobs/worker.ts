import { setTimeout as sleep } from 'node:timers/promises';
import { openControlStore, openQueue } from '@tandem/adapters-local';
import type { Metrics } from '@tandem/data-model/contract';
import { attemptJob, runRecord } from '@tandem/worker';

/** What a worker of the test tells the one who kills it. */
export type Told =
  | { readonly began: string }
  | { readonly ended: string }
  | { readonly fenced: 1 }
  | { readonly refused: 1 };

const [databaseUrl = '', leaseSeconds = '', atOnce = ''] = process.argv.slice(2);
const tell = (it: Told) => void process.send?.(it);
const now = () => new Date().toISOString();
const test: Metrics = { SQL: 1, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage: {} };

const control = await openControlStore(databaseUrl);
const queue = await openQueue(databaseUrl, () => undefined, {
  perProject: Number(atOnce),
  leaseSeconds: Number(leaseSeconds),
});
const log = {
  info: (_: object, text: string) => (text.includes('taken away') ? tell({ fenced: 1 }) : undefined),
  // A worker that stood still finds its connections cut; what it cannot say then is not wanted.
  error: () => undefined,
} as unknown as Parameters<typeof attemptJob>[2]['log'];

/**
 * A training run whose effect would double: it registers a model, the next version of a name. What comes before and
 * after takes a while, so that kills fall before, into and behind it.
 */
await queue.work('train', Number(atOnce), async (work, attempt) => {
  tell({ began: work.id });
  await attemptJob({ ...work, kind: 'train' }, attempt, { control, log }, (leasedAttempt, { control: leased, say }) =>
    runRecord(
      (it) => it.trainingRuns,
      work,
      leasedAttempt,
      async ({ id, projectId, name }) => {
        await sleep(Math.random() * 20);
        const registered = await leased.once('model', (inside) =>
          inside.models.create({ projectId, name, trainingRunId: id, test, improvement: null }),
        );
        if (!registered) tell({ refused: 1 });
        await sleep(Math.random() * 20);
        return {};
      },
      { control: leased, say, now, log },
    ),
  );
  tell({ ended: work.id });
});
const send = async () => {
  for (const work of await queue.missing(await control.openWork())) await queue.send(work);
};
setInterval(() => void send().catch(() => undefined), 10_000);
