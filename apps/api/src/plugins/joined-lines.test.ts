import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { joinedLines } from './joined-lines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const joining = () => {
  const written: string[] = [];
  return { written, lines: joinedLines({ write: (it) => void written.push(it) }) };
};

it('writes lines together, in their order, a moment after the first of them', () => {
  const { written, lines } = joining();

  lines.write('a\n');
  vi.advanceTimersByTime(200);
  lines.write('b\n');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(50);
  lines.write('c\n');
  vi.advanceTimersByTime(250);

  expect(written).toEqual(['a\nb\n', 'c\n']);
});

it('writes at once when told to, and when many wait, and nothing twice', () => {
  const { written, lines } = joining();

  lines.write('urgent\n');
  lines.flush();
  lines.flush();
  expect(written).toEqual(['urgent\n']);
  lines.write('x'.repeat(20_000));
  expect(written).toEqual(['urgent\n', 'x'.repeat(20_000)]);
  vi.advanceTimersByTime(1_000);

  expect(written).toHaveLength(2);
});
