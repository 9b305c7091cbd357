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
  const wall = (k: number) => {
    made.mockClear();
    return [wallOf(noon, spelled(k)), made.mock.calls.length];
  };

  expect(wall(0)).toEqual([Date.UTC(2026, 0, 15, 7), 1]);
  expect(wall(0)).toEqual([Date.UTC(2026, 0, 15, 7), 0]);
  for (let k = 1; k < 1_000; k += 1) wall(k);
  expect(wall(0)).toEqual([Date.UTC(2026, 0, 15, 7), 1]);
  made.mockRestore();
});
