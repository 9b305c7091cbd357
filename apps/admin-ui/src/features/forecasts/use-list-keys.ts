import { useEffect, useEffectEvent } from 'react';

/** `j` moves on, `k` moves back, unless somebody is typing or composing a syllable. */
export function useListKeys(onMove: (by: 1 | -1) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const by = moveOf(event);
    if (by === 0) return;
    event.preventDefault();
    onMove(by);
  });
  useEffect(() => {
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/**
 * By how many rows a key moves. Goes by the key's place: with a Korean layout the `j` key types ㅓ, and means the same.
 */
export function moveOf(event: KeyboardEvent): 1 | -1 | 0 {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return 0;
  const { target } = event;
  if (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]')) return 0;
  return event.code === 'KeyJ' ? 1 : event.code === 'KeyK' ? -1 : 0;
}
