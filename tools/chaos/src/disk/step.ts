import { KnownError } from '@tandem/data-model';
import type { Load } from '@tandem/data-model/contract';

/** How far something got on a full disk, and what was said then. */
export interface Stop {
  readonly step: string;
  readonly said: string;
  /** Whether a reader learns that the disk is full, what could not be written, and what to do. */
  readonly isClear: boolean;
}

const isClear = (code: string | undefined, said: string) =>
  (code === undefined || code === 'DISK_FULL') && /^The disk is full: \S.* failed \(.+\)/s.test(said);

/** A call that was refused while a load was in `step`. */
export function stopOfCall(step: string, error: unknown): Stop {
  const said = error instanceof KnownError ? `${error.message} ${error.mend}` : String(error);
  return { step, said, isClear: error instanceof KnownError && error.mend !== '' && isClear(error.code, said) };
}

/** A load that failed, or that says what it waits for; undefined where it does neither. */
export function stopOfLoad({ state, error, progress }: Load): Stop | undefined {
  if (state === 'failed') {
    const said = error?.detail ?? 'nothing';
    return { step: stepOf(said), said, isClear: error?.mend !== '' && isClear(error?.code ?? '', said) };
  }
  if (progress?.step !== 'wait') return undefined;
  return { step: stepOf(progress.detail), said: progress.detail, isClear: isClear(undefined, progress.detail) };
}

/** An installation that stopped because its database did. */
export function stopOfStart(said: string): Stop {
  const last = said.trim().split('\n').slice(-3).join(' ');
  return { step: 'database', said: last, isClear: /The disk is full: .*database/.test(said) };
}

const steps: readonly (readonly [RegExp, string])[] = [
  [/\/staging\//, 'staging'],
  [/\/provenance\//, 'provenance'],
  [/\/snapshots\//, 'snapshot'],
  [/writing to the warehouse/, 'commit'],
  [/opening .*\.(duckdb|log)/, 'warehouse start'],
  [/database at/, 'record'],
];

const stepOf = (said: string): string => steps.find(([it]) => it.test(said))?.[1] ?? 'unknown';
