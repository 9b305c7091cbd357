import { afterEach, expect, it, vi } from 'vitest';
import { atUtc, format, localeOf } from './format.ts';

afterEach(() => vi.unstubAllGlobals());

it('takes the browser’s variety of a language, unless it is no locale', () => {
  vi.stubGlobal('navigator', { languages: ['de-DE', 'en@posix', 'en-GB'] });

  expect(localeOf('en')).toBe('en-GB');
  expect(localeOf('ko')).toBe('ko');
});

it('says sizes and durations with their unit', () => {
  const { bytes, duration } = format('ko');

  expect([52, 11_840_221].map(bytes)).toEqual(['52바이트', '11.8MB']);
  expect([0, 1].map(format('en').bytes)).toEqual(['0 bytes', '1 byte']);
  expect([0.004, 0.5, 23.4, 83, 7260].map(duration)).toEqual(['4ms', '0.5초', '23초', '1분 23초', '2시간 1분']);
});

it('says times relative to now', () => {
  const { relative } = format('ko');
  const now = Date.parse('2026-11-23T09:00:00Z');

  expect([10, 180, 7200, 172_800].map((seconds) => relative(now - seconds * 1000, now))).toEqual([
    '지금',
    '3분 전',
    '2시간 전',
    '그저께',
  ]);
});

it('reads a timestamp without a zone as UTC', () => {
  expect(atUtc('2026-10-01')).toBe(Date.UTC(2026, 9, 1));
  expect(atUtc('2026-10-01 13:30')).toBe(Date.UTC(2026, 9, 1, 13, 30));
});
