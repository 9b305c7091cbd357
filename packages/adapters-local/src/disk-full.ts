import { DiskFull, KnownError } from '@tandem/data-model';

const codes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether a system, or a program that tells of it in words, had no room to write; a quota and a limit on files count too. */
export function isDiskFull(cause: unknown): boolean {
  if (codes.has((cause as { code?: string } | undefined)?.code)) return true;
  const text = cause instanceof Error ? cause.message : String(cause);
  return /No space left on device|Disk quota exceeded|File too large|ENOSPC|EDQUOT|EFBIG/i.test(text);
}

/** The known error for it, in whose sentence `doing` says what was to be written; anything else as it is. */
export function orDiskFull(cause: unknown, doing: string): unknown {
  return isDiskFull(cause) && !(cause instanceof KnownError) ? diskFull(doing, cause) : cause;
}

export function diskFull(doing: string, cause: unknown): DiskFull {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DiskFull(
    `The disk is full: ${doing} failed (${reason}).`,
    'Free space on that disk; a job that waits for it goes on by itself, anything else is to be tried again.',
    { cause },
  );
}
