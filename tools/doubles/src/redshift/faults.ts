/** Faults that a test orders; each is used up when it happens, those of one call in the order in which they were ordered. */
export interface Faults {
  /** The next calls of an operation are refused with an error of the service, before anything is done. */
  refuse(operation: string, error: string, times?: number): void;
  /** The next calls of an operation are carried out, and answered with an error of the service all the same. */
  answerWith(operation: string, error: string, times?: number): void;
  /** The next calls of an operation are carried out, and their answers are lost on the way. */
  loseAnswer(operation: string, times?: number): void;
  /** The next calls of an operation are carried out, and never answered. */
  neverAnswer(operation: string, times?: number): void;
  /** The next statements whose text matches fail with an error of the database. */
  fail(sql: RegExp, error: string, times?: number): void;
  /** The next statement whose text matches is stopped by somebody else before it has run. */
  abort(sql: RegExp): void;
  /** Forgets what was ordered and has not happened. */
  clear(): void;
  /** What is to befall a call, used up by this. */
  ofCall(operation: string): { readonly kind: CallFault; readonly error: string } | undefined;
  /** What is to befall a statement, used up by this. */
  ofStatement(sql: string): { readonly kind: StatementFault; readonly error: string } | undefined;
}

export type CallFault = 'refused' | 'answered' | 'lost' | 'held';
export type StatementFault = 'failed' | 'aborted';

export function newFaults(): Faults {
  const calls: { kind: CallFault; of: string; error: string }[] = [];
  const statements: { kind: StatementFault; of: RegExp; error: string }[] = [];
  const call = (kind: CallFault, of: string, error: string, times: number) => {
    for (let k = 0; k < times; k++) calls.push({ kind, of, error });
  };
  const taken = <T>(list: T[], fits: (it: T) => boolean): T | undefined => {
    const at = list.findIndex(fits);
    return at < 0 ? undefined : list.splice(at, 1)[0];
  };
  return {
    refuse: (operation, error, times = 1) => call('refused', operation, error, times),
    answerWith: (operation, error, times = 1) => call('answered', operation, error, times),
    loseAnswer: (operation, times = 1) => call('lost', operation, '', times),
    neverAnswer: (operation, times = 1) => call('held', operation, '', times),
    fail: (of, error, times = 1) => {
      for (let k = 0; k < times; k++) statements.push({ kind: 'failed', of, error });
    },
    abort: (of) => void statements.push({ kind: 'aborted', of, error: "Query cancelled on user's request" }),
    clear: () => {
      calls.splice(0);
      statements.splice(0);
    },
    ofCall: (operation) => taken(calls, (it) => it.of === operation),
    ofStatement: (sql) => taken(statements, (it) => it.of.test(sql)),
  };
}
