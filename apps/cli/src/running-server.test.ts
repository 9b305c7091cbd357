import { expect, it } from 'vitest';
import { runningServer } from './running-server.ts';

const open = (TANDEM_URL: string, TANDEM_TOKEN?: string) =>
  runningServer('a test', { TANDEM_URL, ...(TANDEM_TOKEN ? { TANDEM_TOKEN } : {}) }, '/nowhere');

it.each(['https://tandem.example.com', 'http://127.0.0.1:4400', 'http://localhost:4400', 'http://[::1]:4400'])(
  'sends a token to %s',
  (url) => {
    expect(open(url, 'tnd_x')).toBeDefined();
  },
);

it.each(['http://tandem.example.com', 'http://127.0.0.1.example.com', 'ftp://127.0.0.1'])(
  'sends no token to %s, where others could read it',
  (url) => {
    expect(() => open(url, 'tnd_x')).toThrow('everybody on the way could read the token');
  },
);

it('asks for the token of a server that is named', () => {
  expect(() => open('https://tandem.example.com')).toThrow('no TANDEM_TOKEN opens it');
});

it('finds none on a home where none runs', () => {
  expect(runningServer('a test', {}, '/nowhere')).toBeUndefined();
});
