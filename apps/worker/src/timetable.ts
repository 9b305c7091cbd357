/** How long a schedule that another machine has set may be unknown. */
const lookEveryMs = 15_000;
/** How soon after a look the next one comes by itself, whatever is due: what is due and cannot be done keeps nobody busy. */
const restMs = 1_000;

export interface Timetable {
  /**
   * Starts what is due, and gives the instant at which to look again at the latest; undefined where none is known. While
   * a look runs, all who ask wait for one more.
   */
  look(): Promise<Date | undefined>;
  end(): void;
}

/**
 * Looks at what is due when it becomes due, and every 15 seconds besides, for as long as `isAsleep` is not so. One look
 * after the other. What fails goes to `onError`, and is looked at again.
 */
export function keepTimetable({
  startDue,
  isAsleep,
  onError,
}: {
  readonly startDue: () => Promise<Date | undefined>;
  readonly isAsleep: () => boolean;
  readonly onError: (error: unknown) => void;
}): Timetable {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let running: Promise<Date | undefined> | undefined;
  let waiting: Promise<Date | undefined> | undefined;
  const begin = () => {
    running = (async () => {
      const next = await startDue().catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      plan(next);
      running = undefined;
      return next;
    })();
    return running;
  };
  const look = (): Promise<Date | undefined> => {
    if (!running && !waiting) return begin();
    waiting ??= running!.then((found) => {
      waiting = undefined;
      return isOver ? found : begin();
    });
    return waiting;
  };
  const plan = (next: Date | undefined) => {
    clearTimeout(timer);
    if (isOver) return;
    const untilNext = next === undefined ? lookEveryMs : Math.max(restMs, next.getTime() - Date.now());
    timer = setTimeout(() => (isAsleep() ? undefined : void look()), Math.min(untilNext, lookEveryMs));
  };
  return {
    look,
    end() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
