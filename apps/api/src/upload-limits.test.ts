import { expect, it } from 'vitest';
import { readUploadLimits } from './upload-limits.ts';

const gibibyte = 1024 ** 3;

it('lets five of the longest files be open unless it is told', () => {
  expect(readUploadLimits({})).toEqual({ maxUploadBytes: 10 * gibibyte, maxOpenUploadBytes: 50 * gibibyte });
  expect(readUploadLimits({ TANDEM_OPEN_UPLOAD_GIB: '200' }).maxOpenUploadBytes).toBe(200 * gibibyte);
});

it.each(['9', '-1', 'much', 'Infinity'])('refuses %s, by which the longest file could not come in parts', (given) => {
  expect(() => readUploadLimits({ TANDEM_OPEN_UPLOAD_GIB: given })).toThrow(/TANDEM_OPEN_UPLOAD_GIB is/);
});
