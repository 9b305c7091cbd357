import pino from 'pino';
import { expect, it } from 'vitest';
import { logOptions } from './request-log.ts';

it.runIf(process.platform === 'linux')('ends no process where its disk is full', () => {
  const options = logOptions('/dev/full');
  if (options === false || options === true || !options.stream) throw new Error('a log with a file has a stream');
  const log = pino({ level: 'info' }, options.stream);

  expect(() => log.error('a line that cannot be written')).not.toThrow();
});
