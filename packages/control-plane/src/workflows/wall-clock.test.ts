import { expect, it, vi } from 'vitest';
import { wallOf } from './wall-clock.ts';

/** The same zone, spelled in another way for each number below 2^14. */
function spelled(k: number): string {
  let letter = 0;
  return 'america/new_york'.replace(/[a-z]/g, (it) => ((k >> letter++) & 1 ? it.toUpperCase() : it));
}

it('remembers a zone, but not every way to spell one', () => {
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  const noon = Date.UTC(2026, 0, 15, 12);

  const walls = new Set(Array.from({ length: 499 }, (_, k) => wallOf(noon, spelled(k))));
  const remembered = wallOf(noon, spelled(0));
  const madeAtFirst = made.mock.calls.length;
  for (let k = 499; k < 1_000; k += 1) wallOf(noon, spelled(k));
  made.mockClear();
  wallOf(noon, spelled(0));

  expect([...walls, remembered]).toEqual([Date.UTC(2026, 0, 15, 7), Date.UTC(2026, 0, 15, 7)]);
  expect(madeAtFirst).toBe(499);
  expect(made).toHaveBeenCalledOnce();
  made.mockRestore();
});
