import { InvalidInput } from '@tandem/data-model';
import type { Schedule } from '@tandem/data-model/contract';
import { Cron } from 'croner';
import { instantOfWall, wallOf } from './wall-clock.ts';

/**
 * The first instant after `after` at which a schedule fires; null where it never does again. Its fields are read in the
 * clock of its zone: times that the clocks skip fire once at the end of the gap, one that they repeat fires the first
 * time. Where every hour, or every so many hours, is meant (`*`, or a step of it), it goes by the time that passes: a
 * skipped hour is not there, a repeated one counts twice. Throws InvalidInput for fields that cannot be read.
 */
export function nextInstant({ cron, timeZone }: Schedule, after: Date): Date | null {
  const hour = cron.trim().split(/\s+/)[1] ?? '';
  if (/^\*(\/\d+)?$/.test(hour)) return parsed(cron, timeZone).nextRun(after);
  const walls = parsed(cron, 'UTC');
  // A time of the clock comes to no earlier instant than those before it, so the first that is late enough is the next.
  let wall = walls.nextRun(new Date(wallOf(after.getTime(), timeZone)));
  for (; wall; wall = walls.nextRun(wall)) {
    const at = instantOfWall(wall.getTime(), timeZone);
    if (at > after.getTime()) return new Date(at);
  }
  return null;
}

/** Throws InvalidInput for a schedule that cannot be read, or never fires. */
export function requireSchedule(schedule: Schedule, now: Date): void {
  if (nextInstant(schedule, now) !== null) return;
  throw unreadable(schedule.cron, 'such a day never comes');
}

function parsed(cron: string, timeZone: string): Cron {
  try {
    return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
  } catch (cause) {
    throw unreadable(cron, (cause as Error).message.replace(/^\w+: /, ''), cause);
  }
}

const unreadable = (cron: string, why: string, cause?: unknown) =>
  new InvalidInput(
    `The schedule "${cron}" cannot be kept: ${why.replace(/\.$/, '')}.`,
    'Give minute, hour, day of month, month and day of week, as in 0 6 * * 1-5.',
    {
      cause,
      faults: [
        { at: 'body.schedule.cron', expected: 'five fields of a cron schedule', got: cron, example: '0 6 * * 1-5' },
      ],
    },
  );
