import type { QueryReply } from '@tandem/data-model/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../../api/client.ts';
import { computeQuery } from '../../api/compute.ts';
import type { Statement } from './sql-editor.tsx';

export interface QueryRun {
  /** When the query that runs was sent, in milliseconds since 1970; undefined where none runs. */
  readonly since: number | undefined;
  /** The last answer; it stays while a newer query runs, and where that fails. */
  readonly answer: { readonly sql: string; readonly reply: QueryReply } | undefined;
  /** Why the last query gave no answer. */
  readonly failure: { readonly statement: Statement; readonly error: unknown } | undefined;
  readonly isCancelled: boolean;
  run(statement: Statement): void;
  /** Ends the query that runs: the server ends one whose caller has gone. */
  cancel(): void;
}

type Shown = Pick<QueryRun, 'since' | 'answer' | 'failure' | 'isCancelled'>;

/** One query at a time; leaving the page ends it. `onEnd` hears of each, with its rows or null. */
export function useQueryRun(projectId: string, onEnd: (sql: string, rows: number | null) => void): QueryRun {
  const queryClient = useQueryClient();
  const { mutateAsync: ask } = useMutation({
    mutationFn: ({ sql, signal }: { sql: string; signal: AbortSignal }) =>
      client.createQuery({ params: { projectId }, body: { sql } }, { signal }),
  });
  const [shown, setShown] = useState<Shown>(atRest);
  const call = useRef<AbortController>(undefined);
  const told = useRef(onEnd);
  useEffect(() => {
    told.current = onEnd;
  });
  useEffect(() => () => call.current?.abort(), []);

  const run = useCallback(
    async (statement: Statement) => {
      call.current?.abort();
      const mine = new AbortController();
      call.current = mine;
      const look = () => void queryClient.invalidateQueries({ queryKey: computeQuery(projectId).queryKey });
      const lookSoon = setTimeout(look, lookAfterMs);
      const settle = (part: Partial<Shown>, rows: number | null) => {
        clearTimeout(lookSoon);
        if (call.current !== mine) return;
        setShown((it) => ({ ...it, since: undefined, ...part }));
        told.current(statement.sql, rows);
        look();
      };
      setShown((it) => ({ ...it, since: Date.now(), failure: undefined, isCancelled: false }));
      const { sql } = statement;
      try {
        const reply = await ask({ sql, signal: mine.signal });
        settle({ answer: { sql, reply } }, reply.rows.length);
      } catch (error) {
        settle(mine.signal.aborted ? { isCancelled: true } : { failure: { statement, error } }, null);
      }
    },
    [projectId, queryClient, ask],
  );
  return { ...shown, run, cancel: () => call.current?.abort() };
}

/** A query that takes longer than this is shown among the processes too. */
const lookAfterMs = 400;

const atRest: Shown = { since: undefined, answer: undefined, failure: undefined, isCancelled: false };
