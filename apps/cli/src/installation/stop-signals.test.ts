import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { onStopSignals } from './stop-signals.ts';

it('takes the copies of one Ctrl-C as one, and a later one as force', async () => {
  const calls: string[] = [];
  const unlisten = onStopSignals(
    () => calls.push('stop'),
    () => calls.push('force'),
  );

  process.emit('SIGINT');
  process.emit('SIGINT');
  process.emit('SIGTERM');
  expect(calls).toEqual(['stop']);

  await sleep(1_050);
  process.emit('SIGINT');
  expect(calls).toEqual(['stop', 'force']);
  unlisten();
});
