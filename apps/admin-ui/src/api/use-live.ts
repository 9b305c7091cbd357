import type { TrainingEvent } from '@tandem/data-model/contract';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { client } from './client.ts';
import { keys } from './keys.ts';

export interface Live<Event> {
  /** The newest event; each carries the whole state, so that a reload or reconnect misses nothing. */
  readonly event: Event | null;
  readonly lost: unknown;
}

/** Follows the events of one thing to their end, and then asks again for what lies under `prefixes`. */
export function useLive<Event>(
  id: string,
  open: (id: string, signal: AbortSignal) => AsyncIterable<Event>,
  prefixes: readonly QueryKey[],
): Live<Event> {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Live<Event>>({ event: null, lost: null });
  const begin = useEffectEvent(open);
  const freshen = useEffectEvent(() =>
    Promise.all(prefixes.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  );

  useEffect(() => {
    const stop = new AbortController();
    const listen = async () => {
      try {
        for await (const event of begin(id, stop.signal)) setLive({ event, lost: null });
      } catch (error) {
        if (!stop.signal.aborted) setLive(({ event }) => ({ event, lost: error }));
      }
      if (!stop.signal.aborted) await freshen();
    };
    void listen();
    return () => stop.abort(new DOMException('The screen was left.', 'AbortError'));
  }, [id]);

  return live;
}

/** A training run as it goes on; when it ends, everything of its project is asked for again. */
export const useTrainingEvents = (projectId: string, runId: string): Live<TrainingEvent> =>
  useLive(
    runId,
    (trainingRunId, signal) => client.streamTrainingRun({ params: { projectId, trainingRunId } }, { signal }),
    [keys.project(projectId)],
  );
