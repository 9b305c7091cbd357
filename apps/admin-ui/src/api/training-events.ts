import type { TrainingEvent } from '@tandem/data-model/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from './client.ts';
import { keys } from './keys.ts';

export interface LiveRun {
  /** The newest event; each carries the whole state, so that a reload or reconnect misses nothing. */
  readonly event: TrainingEvent | null;
  readonly lost: unknown;
}

/** Follows a run to its end, and makes the project's other queries fresh when it ends. */
export function useTrainingEvents(projectId: string, trainingRunId: string): LiveRun {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveRun>({ event: null, lost: null });

  useEffect(() => {
    const stop = new AbortController();
    const listen = async () => {
      try {
        const events = client.streamTrainingRun({ params: { projectId, trainingRunId } }, { signal: stop.signal });
        for await (const event of events) setLive({ event, lost: null });
      } catch (error) {
        if (!stop.signal.aborted) setLive(({ event }) => ({ event, lost: error }));
      }
      if (!stop.signal.aborted) await queryClient.invalidateQueries({ queryKey: keys.project(projectId) });
    };
    void listen();
    return () => stop.abort(new DOMException('The screen was left.', 'AbortError'));
  }, [projectId, trainingRunId, queryClient]);

  return live;
}
