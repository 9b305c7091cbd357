/** Lets at most `most` run at once for each key; others wait, in the order in which they came. */
export function turnstile(most: number): <T>(key: string, act: () => Promise<T>) => Promise<T> {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return async (key, act) => {
    const count = running.get(key) ?? 0;
    if (count < most) running.set(key, count + 1);
    // Whoever leaves hands its place over.
    else await new Promise<void>((go) => waiting.set(key, [...(waiting.get(key) ?? []), go]));
    try {
      return await act();
    } finally {
      const [next, ...rest] = waiting.get(key) ?? [];
      if (rest.length > 0) waiting.set(key, rest);
      else waiting.delete(key);
      if (next) next();
      else if (running.get(key) === 1) running.delete(key);
      else running.set(key, running.get(key)! - 1);
    }
  };
}
