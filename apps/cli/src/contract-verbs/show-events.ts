import type { JobState, Progress } from '@tandem/data-model/contract';
import { describe } from '../flow/jobs.ts';
import { bar } from '../terminal/bar.ts';
import type { ProgressView } from '../terminal/progress.ts';
import { shownText } from '../terminal/shown-text.ts';

interface Event {
  readonly state?: JobState;
  readonly progress?: Progress | null;
  readonly error?: { detail: string; mend: string } | null;
  readonly log?: readonly { at: string; text: string }[];
}

/**
 * Prints events as they come: as JSON, one a line; or what their logs say, a line for each step, and on a terminal a
 * bar that moves. Events of other forms are printed as JSON.
 */
export async function showEvents(events: AsyncIterable<unknown>, view: ProgressView, isJson: boolean): Promise<void> {
  if (isJson) {
    for await (const event of events) process.stdout.write(`${JSON.stringify(event)}\n`);
    return;
  }
  let said = '';
  let last: Event = {};
  await view.step('events', async (note) => {
    for await (const raw of events) {
      const event = raw as Event;
      last = event;
      for (const { at, text } of event.log ?? []) process.stdout.write(`${at}  ${shownText(text)}\n`);
      const { state, progress } = event;
      if (state === undefined) process.stdout.write(`${JSON.stringify(raw)}\n`);
      if (progress) note(`${progress.share === null ? '' : `${bar(progress.share)} `}${describe(progress)}`);
      const step = [state, progress?.step].filter(Boolean).join(' ');
      if (step !== said && state !== undefined && !process.stderr.isTTY)
        process.stdout.write(`${[state, progress ? describe(progress) : ''].filter(Boolean).join('  ')}\n`);
      said = step;
    }
    return [last.state ?? 'ended', undefined] as const;
  });
  if (last.error) process.stdout.write(`${shownText(last.error.detail)}\n${shownText(last.error.mend)}\n`);
}
