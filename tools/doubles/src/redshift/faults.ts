/** Faults that a test orders; each is used up when it happens. */
export interface Faults {
  /** The next calls of an operation are refused with an error of the service, before anything is done. */
  refuse(operation: string, error: string, times?: number): void;
  /** The next calls of an operation are carried out, and their answers are lost on the way. */
  loseAnswer(operation: string, times?: number): void;
  /** The next calls of an operation are carried out, and answered with an error of the service all the same. */
  answerWith(operation: string, error: string, times?: number): void;
  /** The next calls of an operation are carried out, and never answered. */
  neverAnswer(operation: string, times?: number): void;
  /** The next statements whose text matches fail with an error of the database. */
  fail(sql: RegExp, error: string, times?: number): void;
  /** The next statement whose text matches is stopped by somebody else before it has run. */
  abort(sql: RegExp): void;
  /** What was ordered of a kind and fits, used up by this; undefined where nothing was. */
  happen(kind: Kind, text: string): string | undefined;
}

type Kind = 'refuse' | 'lose' | 'answer' | 'hold' | 'fail' | 'abort';

export function newFaults(): Faults {
  const ordered: { kind: Kind; fits: (text: string) => boolean; error: string }[] = [];
  const order = (kind: Kind, of: string | RegExp, error: string, times: number) => {
    const fits = (text: string) => (typeof of === 'string' ? of === text : of.test(text));
    for (let k = 0; k < times; k++) ordered.push({ kind, fits, error });
  };
  return {
    refuse: (operation, error, times = 1) => order('refuse', operation, error, times),
    loseAnswer: (operation, times = 1) => order('lose', operation, 'lost', times),
    answerWith: (operation, error, times = 1) => order('answer', operation, error, times),
    neverAnswer: (operation, times = 1) => order('hold', operation, 'held', times),
    fail: (sql, error, times = 1) => order('fail', sql, error, times),
    abort: (sql) => order('abort', sql, 'aborted', 1),
    happen(kind, text) {
      const at = ordered.findIndex((it) => it.kind === kind && it.fits(text));
      return at < 0 ? undefined : ordered.splice(at, 1)[0]!.error;
    },
  };
}
