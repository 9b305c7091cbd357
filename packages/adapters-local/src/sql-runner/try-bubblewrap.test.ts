import { expect, it } from 'vitest';
import { tryBubblewrap } from './try-bubblewrap.ts';

/** Starts that fail so many times first. */
function starting(failures: number) {
  let starts = 0;
  const start = async () => {
    if (++starts <= failures) throw new Error('it did not answer within 20 s');
    return { kill: () => undefined };
  };
  return { start, starts: () => starts };
}

it('tries again where the first tries fail', async () => {
  const { start, starts } = starting(2);

  expect(await tryBubblewrap('/bwrap', true, start)).toEqual({ sandbox: { kind: 'bubblewrap' }, works: '/bwrap' });
  expect(starts()).toBe(3);
});

it('gives up after three tries, and says why', async () => {
  const { start, starts } = starting(9);

  const { sandbox, works } = await tryBubblewrap('/bwrap', true, start);

  expect([sandbox.kind, works, starts()]).toEqual(['process', undefined, 3]);
  expect(sandbox.reason).toBe('bubblewrap cannot start here: it did not answer within 20 s');
});

it('says that prlimit is missing, with bubblewrap and without', async () => {
  const missing = expect.stringContaining('prlimit is not installed');

  expect((await tryBubblewrap('/bwrap', false, starting(0).start)).sandbox).toEqual({
    kind: 'bubblewrap',
    reason: missing,
  });
  expect((await tryBubblewrap(undefined, false, starting(0).start)).sandbox).toEqual({
    kind: 'process',
    reason: missing,
  });
});
