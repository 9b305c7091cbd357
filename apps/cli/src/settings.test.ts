import path from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it('keeps state in .tandem of the repository and serves on 4400 unless told otherwise', () => {
  const settings = readSettings({});

  expect(settings).toEqual({
    home: path.resolve(import.meta.dirname, '../../../.tandem'),
    port: 4400,
    databaseUrl: undefined,
  });
});

it('takes a relative home from the folder of the caller', () => {
  expect(readSettings({ TANDEM_HOME: 'state' }).home).toBe(path.resolve('state'));
});

it.each(['0', '65536', '44.5', 'http', '-1'])('refuses %s as a port', (text) => {
  expect(() => readSettings({ TANDEM_PORT: text })).toThrow(`TANDEM_PORT is "${text}", which is not a port.`);
});
