/** Faults that a test orders; each is used up when it happens. */
export interface Faults {
  /** The next calls of an operation are refused with an error of the service, before anything is done. */
  refuse(operation: string, error: string, times?: number): void;
  /** The next call of an operation is carried out, and its answer is lost on the way. */
  loseAnswer(operation: string): void;
  /** The next statements whose text matches fail with an error of the database. */
  fail(sql: RegExp, error: string, times?: number): void;
  refusalOf(operation: string): string | undefined;
  isLost(operation: string): boolean;
  failureOf(sql: string): string | undefined;
}

export function newFaults(): Faults {
  const ordered: { fits: (kind: string, text: string) => boolean; error: string }[] = [];
  const order = (fits: (kind: string, text: string) => boolean, error: string, times: number) => {
    for (let k = 0; k < times; k++) ordered.push({ fits, error });
  };
  const happen = (kind: string, text: string): string | undefined => {
    const at = ordered.findIndex((it) => it.fits(kind, text));
    return at < 0 ? undefined : ordered.splice(at, 1)[0]!.error;
  };
  return {
    refuse: (operation, error, times = 1) =>
      order((kind, text) => kind === 'refuse' && text === operation, error, times),
    loseAnswer: (operation) => order((kind, text) => kind === 'lose' && text === operation, 'lost', 1),
    fail: (sql, error, times = 1) => order((kind, text) => kind === 'fail' && sql.test(text), error, times),
    refusalOf: (operation) => happen('refuse', operation),
    isLost: (operation) => happen('lose', operation) !== undefined,
    failureOf: (sql) => happen('fail', sql),
  };
}
