import type { TooManyTries } from '@tandem/data-model';
import { useEffect, useState } from 'react';

/** Whole seconds until the next try counts, down to 0; 0 where nobody has to wait. */
export function useSecondsLeft(refusal: TooManyTries | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!refusal) {
      setLeft(0);
      return;
    }
    const until = Date.now() + refusal.retryAfterSeconds * 1000;
    const tell = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tell();
    const timer = setInterval(tell, 500);
    return () => clearInterval(timer);
  }, [refusal]);
  return left;
}
