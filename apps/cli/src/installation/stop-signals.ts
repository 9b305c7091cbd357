const repeatMs = 1_000;

/**
 * Calls `stop` for the first request to stop, `force` for a further one. One Ctrl-C reaches this process up to three
 * times, from the terminal, from npm and from the front door, so what comes within a second counts as one.
 * Gives the function that stops listening.
 */
export function onStopSignals(stop: () => void, force: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let stopped = false;
  const handle = () => {
    const now = performance.now();
    if (now - last < repeatMs) return;
    last = now;
    if (stopped) force();
    else stop();
    stopped = true;
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
