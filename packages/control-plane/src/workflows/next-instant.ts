import { InvalidInput } from '@tandem/data-model';
import type { Schedule } from '@tandem/data-model/contract';
import { Cron } from 'croner';

/**
 * The first instant after `after` at which a schedule fires; null where it never does again. An hour that the clocks
 * skip fires at its end, one that they repeat fires once. Throws InvalidInput for fields that cannot be read.
 */
export function nextInstant({ cron, timeZone }: Schedule, after: Date): Date | null {
  return parsed({ cron, timeZone }).nextRun(after);
}

/** Throws InvalidInput for a schedule that cannot be read, or never fires. */
export function requireSchedule(schedule: Schedule, now: Date): void {
  if (nextInstant(schedule, now) !== null) return;
  throw unreadable(schedule.cron, 'such a day never comes');
}

function parsed({ cron, timeZone }: Schedule): Cron {
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
